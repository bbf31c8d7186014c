"""The weeks of a stretch, each judged by what was known before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from reports.kpis.control.alarms import raise_alarms, strongest
from reports.kpis.control.baseline import BASELINE_WEEKS, follow_ups, is_complete, years_are_over
from reports.kpis.control.stretch import Chart, draw_chart
from reports.values.reading import Reading
from reports.values.signal import Rule

# A strength is told in documents, which hold no infinity.
_STRONGEST = 1e9


@dataclass(frozen=True, slots=True)
class JudgedWeek:
    """A week's signed distance from the centre in those of the limit, and what fired at it.

    Shape: `fired` holds the first day of each rule's stretch. The distance is null where the week
    was not judged.
    """

    score: float | None = None
    fired: Mapping[Rule, date] = field(default_factory=dict)

    @property
    def since(self) -> date | None:
        """Return the first day of the stretch of the strongest rule."""
        rule = strongest(self.fired)
        return self.fired[rule] if rule else None


def judge_stretch(
    part: Sequence[Reading], skipped: int, newest: Chart | str | None, *, proportion: bool
) -> tuple[JudgedWeek, ...]:
    """Return the weeks of a stretch but the first `skipped`, judged as each was when it was new.

    Shape: `newest` are the limits known before the last week, if they are drawn already.
    """
    complete = [is_complete(reading) for reading in part]
    joined = [
        follows and complete[place] and complete[place - 1]
        for place, follows in enumerate(follow_ups(part))
    ]
    epochs = _epochs(part, complete)
    found: list[JudgedWeek] = []
    for _, group in groupby(range(skipped, len(part)), key=epochs.__getitem__):
        first, *rest = group
        known = part[: first + len(rest) + 1]
        chart = newest if len(known) == len(part) else None
        chart = chart or draw_chart(known, first, proportion=proportion)
        found += _judged(known, joined, chart)[first:]
    return tuple(found)


def _epochs(part: Sequence[Reading], complete: Sequence[bool]) -> list[tuple[int, bool]]:
    """Return for each week what its limits depend on: baseline weeks so far, two years or not."""
    epochs, known, start = list[tuple[int, bool]](), 0, date.max
    for place, reading in enumerate(part):
        over = place > 0 and years_are_over(start, part[place - 1])
        epochs.append((min(known, BASELINE_WEEKS), over))
        if complete[place]:
            start = min(start, reading.period.start)
            known += 1
    return epochs


def _judged(
    known: Sequence[Reading], joined: Sequence[bool], chart: Chart | str
) -> list[JudgedWeek]:
    if isinstance(chart, str):
        return [JudgedWeek()] * len(known)
    rows = zip(known, chart.centre, chart.half, strict=True)
    scores = [_score(reading, centre, half) for reading, centre, half in rows]
    alarms = raise_alarms(scores, joined, chart.jump)
    return [
        JudgedWeek(score, {rule: known[place].period.start for rule, place in fired.items()})
        for score, fired in zip(scores, alarms, strict=True)
    ]


def _score(reading: Reading, centre: float, half: float) -> float | None:
    if not is_complete(reading) or reading.value is None or half <= 0:
        return None
    return max(-_STRONGEST, min(_STRONGEST, (reading.value - centre) / half))

"""What a scorecard has to show: columns without any content are left out."""

from dataclasses import dataclass

from reports.rendering.language import gettext
from reports.values.document import Scorecard, ScoreRow
from reports.values.signal import Signal


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """Which columns a scorecard needs, and which marks its key must explain.

    `aims` is the heading of the column of targets, empty where no row has one. `marks` holds one
    signal per rule that occurs. `year` tells that a row can be compared with the year before.
    """

    interval: bool
    aims: str
    signals: bool
    marks: tuple[Signal, ...]
    band: bool
    provisional: bool
    part_weeks: bool
    weeks: int
    year: bool = True

    @property
    def count(self) -> int:
        """Return the number of columns."""
        return 5 + bool(self.aims) + self.signals

    @property
    def classes(self) -> str:
        """Return the names by which styles give the columns their widths."""
        found = ("ranged" * self.interval, "aimed" * bool(self.aims), "signalled" * self.signals)
        return " ".join(name for name in found if name)


def score_columns(card: Scorecard) -> ScoreColumns:
    """Look through all rows of a scorecard."""
    rows = [row for group in card.groups for row in group.rows]
    signals = [row.signal for row in rows if row.signal is not None]
    return ScoreColumns(
        interval=any(row.interval is not None for row in rows),
        aims=_aims(rows),
        signals=bool(signals),
        marks=tuple({signal.rule: signal for signal in reversed(signals)}.values()),
        band=any(_standing(row) == "locked" for row in rows),
        provisional=any(_standing(row) == "provisional" for row in rows),
        part_weeks=any(row.last_week.status == "partial" for row in rows),
        weeks=max((len(row.history) for row in rows), default=0),
        year=any(row.yoy.value is not None for row in rows),
    )


def _aims(rows: list[ScoreRow]) -> str:
    names = (
        gettext("target") if any(row.target is not None for row in rows) else "",
        gettext("guardrail") if any(row.guardrail is not None for row in rows) else "",
    )
    told = ", ".join(name for name in names if name)
    return told[:1].upper() + told[1:]


def _standing(row: ScoreRow) -> str:
    return "none" if row.normal is None else row.normal.standing

"""Quality of generated answers, from what people did with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import sqrt

from reports.models.certainty import not_computed, share
from reports.values.measure import Measure


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """Requests and what was seen of them; additive over days. Null is what nobody records.

    `kept` counts accepted answers that were still there after the product's waiting time;
    `succeeded` requests whose task is known to have succeeded, of `judged_tasks`.
    """

    requests: int = 0
    shown: int | None = None
    accepted: int | None = None
    kept: int | None = None
    thumbs_up: int | None = None
    thumbs_down: int | None = None
    regenerated: int | None = None
    undone: int | None = None
    refused: int | None = None
    succeeded: int | None = None
    judged_tasks: int | None = None

    def __add__(self, other: "FeedbackCounts") -> "FeedbackCounts":
        names = [one.name for one in fields(self) if one.name != "requests"]
        sums = {name: _sum(getattr(self, name), getattr(other, name)) for name in names}
        return FeedbackCounts(self.requests + other.requests, **sums)


@dataclass(frozen=True, slots=True)
class ToolCount:
    """Calls of one tool and how many failed, by class of error; additive over days."""

    tool: str
    calls: int
    errors: tuple[tuple[str, int], ...] = ()

    @property
    def failed(self) -> int:
        """Return how many calls failed."""
        return sum(n for _, n in self.errors)


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def feedback_measures(counts: FeedbackCounts) -> tuple[Measure, ...]:
    """Return each share that the recorded feedback allows, and why the others are missing.

    Acceptance measures adoption, not quality; thumbs never come without their response rate.
    """
    thumbs = _sum(counts.thumbs_up, counts.thumbs_down)
    return (
        _rate("acceptance", counts.accepted, counts.shown, "accepted / shown"),
        _rate("kept", counts.kept, counts.accepted, "still there later / accepted"),
        _thumbs(counts, thumbs),
        _rate("response rate", thumbs, counts.requests, "thumbs / requests"),
        _rate("regenerated", counts.regenerated, counts.requests, "regenerated / requests"),
        _rate("undone", counts.undone, counts.requests, "undone / requests"),
        _rate("refused", counts.refused, counts.requests, "refused / requests"),
        _rate("task success", counts.succeeded, counts.judged_tasks, "succeeded / judged tasks"),
    )


def _thumbs(counts: FeedbackCounts, thumbs: int | None) -> Measure:
    up = None if thumbs is None else counts.thumbs_up or 0
    found = _rate("thumbs up", up, thumbs, "up / (up + down), of those who answered")
    covered = thumbs / counts.requests if thumbs is not None and counts.requests else None
    return replace(found, coverage=covered)


def _rate(name: str, part: int | None, whole: int | None, definition: str) -> Measure:
    if part is None or whole is None:
        return not_computed(name, "no feedback of this kind is mapped", whole or 0)
    if part > whole:
        return not_computed(name, f"{part} exceed their base of {whole}", whole)
    return share(name, part, whole, definition)


def refusals_by_category(
    refused: Mapping[str, int], requests: Mapping[str, int]
) -> tuple[Measure, ...]:
    """Return the share of refusals of each category, for one total hides shifts between them."""
    names = sorted(requests)
    return tuple(share(name, refused.get(name, 0), requests[name], "refused") for name in names)


def refusals_rose(usual: Measure, days: Sequence[Measure]) -> bool | None:
    """Tell whether two of the last three days lie above the usual share of refusals.

    The limit is three standard errors of the day or five points, whichever is more. There is
    nothing to tell with fewer than three days that have a share.
    """
    last = [day for day in days if day.value is not None and day.n > 0][-3:]
    if usual.value is None or len(last) < 3:
        return None
    spread = usual.value * (1 - usual.value)
    over = [
        day
        for day in last
        if (day.value or 0.0) - usual.value > max(0.05, 3 * sqrt(spread / day.n))
    ]
    return len(over) >= 2


def add_tools(counts: tuple[ToolCount, ...]) -> tuple[ToolCount, ...]:
    """Sum counts of the same tool, most calls first."""
    totals: dict[str, int] = {}
    errors: dict[str, dict[str, int]] = {}
    for one in counts:
        totals[one.tool] = totals.get(one.tool, 0) + one.calls
        mine = errors.setdefault(one.tool, {})
        for kind, n in one.errors:
            mine[kind] = mine.get(kind, 0) + n
    order = sorted(totals, key=lambda tool: (-totals[tool], tool))
    return tuple(
        ToolCount(tool, totals[tool], tuple(sorted(errors[tool].items()))) for tool in order
    )


def tool_error_rates(counts: tuple[ToolCount, ...]) -> tuple[Measure, ...]:
    """Return the share of failed calls of each tool, most calls first."""
    return tuple(
        share(one.tool, one.failed, one.calls, "failed / calls") for one in add_tools(counts)
    )

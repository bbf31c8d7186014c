"""What is known of a KPI when its target is judged."""

from dataclasses import dataclass
from datetime import date
from math import ceil, inf

from reports.values.kpi import Better
from reports.values.objective import Target
from reports.values.reading import Reading


@dataclass(frozen=True, slots=True)
class Outlook:
    """A KPI's weeks up to the review's, whose last day is `last_day`.

    `so_far` is the sum of a cumulative target from its start to `last_day`, or to its goal's day
    once that is over. `reason` says why the last week has no value. What is projected stays
    between `lowest` and `highest`, the values the KPI can have.
    Shape: `values` oldest first, null where a week is missing.
    """

    kpi: str
    better: Better
    values: tuple[float | None, ...]
    last_day: date
    so_far: Reading | None = None
    reason: str = ""
    lowest: float = -inf
    highest: float = inf

    @property
    def known(self) -> tuple[float | None, ...]:
        """Return the weeks from the first that has a value on."""
        first = next((k for k, one in enumerate(self.values) if one is not None), len(self.values))
        return self.values[first:]

    @property
    def week_value(self) -> float | None:
        """Return the value of the review's week."""
        return self.values[-1] if self.values else None

    def value_on(self, day: date) -> float | None:
        """Return the value of the week that a day lies in, or nothing outside the weeks."""
        back = (self.last_day - day).days // 7
        return self.values[-1 - back] if 0 <= back < len(self.values) else None

    def days_left(self, target: Target) -> int:
        """Return the number of days after `last_day` up to the goal's, which belongs to it."""
        return max(0, (target.goal.on - self.last_day).days)

    def weeks_left(self, target: Target) -> int:
        """Return the number of weeks until the goal's day, the week it lies in included."""
        return ceil(self.days_left(target) / 7)

    def ahead(self, target: Target) -> tuple[float, ...]:
        """Return how much of each coming week counts: the goal's alone, or all up to its day."""
        if not target.cumulative:
            return (0.0,) * (self.weeks_left(target) - 1) + (1.0,)
        whole, days = divmod(self.days_left(target), 7)
        return (1.0,) * whole + ((days / 7,) if days else ())


def wants_at_least(target: Target, better: Better) -> bool:
    """Tell whether the goal is a least value, rather than the most that is allowed.

    Where neither direction is better, the goal says so by lying above or below the start.
    """
    if better != "none":
        return better == "higher"
    return target.goal.value >= target.path[0].value

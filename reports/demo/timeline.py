"""The demo's days: local midnights as instants, and how busy each day is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reports.demo import story
from reports.values.calendar import Calendar, Period

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US

_WEEKDAY_LEVELS = np.array([1.08, 1.14, 1.15, 1.12, 1.0, 0.66, 0.62])
_GROWTH_ENDS_WEEK = 18
_FIRST_LEVEL = 0.90
_LATER_GROWTH_PER_WEEK = 0.003


@dataclass(frozen=True, slots=True)
class Timeline:
    """All days of the demo, counted from 0.

    Shape: `midnights_us` has one instant per day and the end of the last; `levels` one per day.
    Units: microseconds since 1970-01-01 UTC.
    """

    first_day: date
    midnights_us: Ints
    levels: Floats

    @property
    def days(self) -> int:
        """Return the number of days."""
        return len(self.midnights_us) - 1

    @property
    def end_us(self) -> int:
        """Return the instant after the last day."""
        return int(self.midnights_us[-1])

    def instants(self, day: Ints, fraction: Floats) -> Ints:
        """Return instants at a fraction of a local day; days outside are taken as 24 hours."""
        inside = np.clip(day, 0, self.days - 1)
        start, length = self.midnights_us[inside], np.diff(self.midnights_us)[inside]
        return start + (day - inside) * DAY_US + (fraction * length).astype(np.int64)

    def day_of(self, at_us: Ints) -> Ints:
        """Return the day of each instant."""
        return np.searchsorted(self.midnights_us, at_us, side="right").astype(np.int64) - 1

    def index(self, day: date) -> int:
        """Return the number of a date."""
        return (day - self.first_day).days

    def begin(self, planted: story.Planted) -> int:
        """Return the number of the day on which something planted begins."""
        week = 7 * story.week_index(planted.first_week)
        return week if planted.day is None else self.index(planted.day)

    def week_start(self, label: str) -> int:
        """Return the number of a week's first day."""
        return 7 * story.week_index(label)


def stream(part: int) -> np.random.Generator:
    """Return the random numbers of one part, so that a change in one leaves the others alone."""
    return np.random.Generator(np.random.PCG64([story.SEED, part]))


def build_timeline() -> Timeline:
    """Lay out the days of the demo."""
    calendar = Calendar(story.ZONE)
    first = calendar.week(story.FIRST_WEEK).start
    whole = Period(first, calendar.week(story.LAST_WEEK).end, "rolling")
    starts = [calendar.bounds(day)[0] for day in whole.each_day()]
    instants = [*starts, calendar.bounds(whole)[1]]
    midnights = np.array([int(at.timestamp()) * SECOND_US for at in instants], dtype=np.int64)
    return Timeline(first, midnights, _levels(whole.days))


def ranks(counts: Ints) -> Ints:
    """Number the repetitions of each entry from 0.

    Example: [2, 3] gives [0, 1, 0, 1, 2]
    """
    total = int(counts.sum())
    return np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)


def _levels(days: int) -> Floats:
    """Return activity per day: growth, then a plateau, then slow growth; with noise.

    The plateau covers the quiet stretch and the weeks a baseline for it would be taken from.
    """
    rng = stream(0)
    week = np.arange(days) // 7
    early = np.interp(week, [0, _GROWTH_ENDS_WEEK], [_FIRST_LEVEL, 1.0])
    plateau_ends = story.week_index(story.QUIET.last_week)
    late = 1.0 + _LATER_GROWTH_PER_WEEK * np.maximum(week - plateau_ends, 0)
    weekly_noise = np.exp(rng.normal(0.0, 0.015, story.WEEKS))[week]
    daily_noise = np.exp(rng.normal(0.0, 0.020, days))
    weekdays = _WEEKDAY_LEVELS[np.arange(days) % 7]
    return np.asarray(early * late * weekly_noise * daily_noise * weekdays)

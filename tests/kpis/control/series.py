"""Weekly readings for the tests of limits and rules."""

from collections.abc import Sequence
from datetime import date

from reports.values.calendar import Calendar
from reports.values.reading import Reading

FIRST = Calendar().week("2024-W01")
NOISE = (100.0, 104.0, 98.0, 101.0, 97.0, 103.0, 99.0, 102.0, 96.0, 105.0, 100.5, 98.5, 101.5)


def weeks(values: Sequence[float | None], *, n: int = 1000) -> list[Reading]:
    """Return weeks with these values; null is a missing week."""
    return [
        Reading(FIRST.shifted(7 * k), None, "missing", "no data")
        if value is None
        else Reading(FIRST.shifted(7 * k), float(value), "ok", n=n)
        for k, value in enumerate(values)
    ]


def noise(count: int) -> list[float]:
    """Return so many weeks in which nothing happens."""
    return [NOISE[k % len(NOISE)] for k in range(count)]


def start(week: int) -> date:
    """Return the first day of a week by its place."""
    return FIRST.shifted(7 * week).start

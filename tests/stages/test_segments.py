"""Facts by dimension, laid out as one series of weeks per segment."""

from reports.stages.segments import segment_series
from reports.values.calendar import Calendar, epoch_day
from reports.values.fact import FactColumns

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 3)


def facts(*rows: tuple[int, str, float | None, float | None, int]) -> FactColumns:
    """Return rows of (week, segment, first, second, n)."""
    weeks = [WEEKS[row[0]] for row in rows]
    return FactColumns(
        periods=WEEKS,
        start=tuple(epoch_day(week.start) for week in weeks),
        end=tuple(epoch_day(week.end) for week in weeks),
        segment=tuple(row[1] for row in rows),
        bucket=(0,) * len(rows),
        first=tuple(row[2] for row in rows),
        second=tuple(row[3] for row in rows),
        n=tuple(row[4] for row in rows),
    )


def test_every_segment_has_every_week():
    """A week in which a segment has no rows is null there, in whatever order rows come."""
    found = segment_series([facts((2, "b", 3.0, 6.0, 6), (0, "a", 1.0, 2.0, 2))], WEEKS)

    assert ["a", "b"] == list(found)
    assert ((1.0, None, None), (2.0, None, None), (2, 0, 0)) == (
        found["a"].first,
        found["a"].second,
        found["a"].n,
    )
    assert (None, None, 3.0) == found["b"].first


def test_a_quotient_takes_its_sides_from_two_queries():
    """Numerators stand above denominators, and n counts the latter."""
    tops, bottoms = facts((0, "a", 5.0, None, 9)), facts((0, "a", 10.0, None, 10))
    found = segment_series([tops, bottoms], WEEKS)["a"]

    assert (5.0, 10.0, 10) == (found.first[0], found.second[0], found.n[0])


def test_a_segment_that_is_only_divided_by_has_a_numerator_of_zero():
    """Users without a single purchase spent nothing, they are not unknown."""
    found = segment_series([facts(), facts((1, "free", 4.0, None, 4))], WEEKS)["free"]

    assert ((None, 0.0, None), (None, 4.0, None)) == (found.first, found.second)

"""The weeks of a KPI's chart."""

from dataclasses import replace

from site_sample import USERS, archive_of, holding, key_of, limits_around, said, week_of

from reports.rendering.site.history import histories_of
from reports.rendering.site.series import readings_in, series_of

NEWEST = key_of(0)
ONE = ((NEWEST, holding()),)


def series(*says, reviews=ONE, most=None):
    """Return the series of the only KPI."""
    (found,) = histories_of(archive_of(*reviews, says=says))
    return series_of(found, most)


def weeks(*ago):
    """Let the newest review state some weeks, oldest first."""
    return [said(NEWEST, one, 100.0 + one) for one in ago]


def test_every_week_has_a_slot():
    """A week of which nothing was published stays as a gap."""
    found = series(*weeks(4, 3, 1, 0))

    assert [week_of(ago).start for ago in (4, 3, 2, 1, 0)] == [one.day for one in found.slots]
    assert [104.0, 103.0, None, 101.0, 100.0] == [one.value for one in found.slots]


def test_missing_weeks_are_readings_without_a_value():
    """For a sparkline a gap is a missing reading, never a zero."""
    found = readings_in(series(*weeks(2, 0)))

    assert [("ok", 102.0), ("missing", None), ("ok", 100.0)] == [
        (one.status, one.value) for one in found
    ]


def test_comparisons_with_the_year_before_are_left_out():
    """Six weeks before a gap of twenty are for the table only, and are counted."""
    found = series(*weeks(31, 30, 29, 28, 27, 26), *weeks(5, 4, 3, 2, 1, 0))

    assert (6, 6) == (len(found.slots), found.left_out)


def test_short_gap_after_a_long_history_stays():
    """A gap no longer than what lies before it is part of the history."""
    found = series(*weeks(9, 8, 7, 6), *weeks(2, 1, 0))

    assert (10, 0) == (len(found.slots), found.left_out)


def test_newest_weeks_can_be_asked_for():
    """A sparkline takes the last weeks only."""
    found = series(*weeks(5, 4, 3, 2, 1, 0), most=2)

    assert [101.0, 100.0] == [one.value for one in found.slots]


def test_restated_week_knows_what_was_stated_first():
    """However often a number moved, the chart shows the first and the last."""
    says = (said(key_of(2), 2, 100.0), said(key_of(1), 2, 110.0), said(NEWEST, 2, 120.0))
    reviews = ((key_of(2), holding()), (key_of(1), holding()), (NEWEST, holding()))
    (slot,) = series(*says, reviews=reviews).slots

    assert (100.0, 120.0) == (slot.first.value, slot.value)


def test_value_in_another_unit_is_not_drawn():
    """A number that was stated in an earlier unit has no place on the axis."""
    older = holding(replace(USERS, unit="share", definition_hash="b" * 64))
    reviews = ((key_of(1), older), (NEWEST, holding()))
    found = series(said(key_of(1), 1, 0.5), said(NEWEST, 0, 500.0), reviews=reviews)

    assert [(None, "not_comparable"), (500.0, "ok")] == [
        (one.value, one.reading.status) for one in found.slots
    ]


def test_limits_are_those_of_the_last_review_that_has_the_week():
    """Weeks that the newest review no longer holds keep the limits of an earlier one."""
    older, newer = limits_around(10.0, 3), limits_around(20.0, 2)
    reviews = (
        (key_of(2), holding(weeks=3, until=2, normal=older)),
        (NEWEST, holding(weeks=2, normal=newer)),
    )
    found = series(*weeks(4, 3, 2, 1, 0), reviews=reviews)

    assert [10.0, 10.0, 10.0, 20.0, 20.0] == list(found.normal.centre)


def test_weeks_no_review_drew_limits_for_have_none():
    """Limits begin with the first week that a review has in its history."""
    reviews = ((NEWEST, holding(weeks=2, normal=limits_around(10.0, 2))),)
    found = series(*weeks(3, 2, 1, 0), reviews=reviews)

    assert (None, None, 9.0, 9.0) == found.normal.lower


def test_reviews_without_limits_give_none():
    """Reviews of format 1 know no limits."""
    assert series(*weeks(1, 0)).normal is None


def test_change_of_definition_stands_at_its_week():
    """The first review with a new definition dates the change."""
    other = holding(replace(USERS, definition_hash="b" * 64))
    reviews = ((key_of(1), holding()), (NEWEST, other))
    found = series(*weeks(2, 1, 0), reviews=reviews)

    assert (week_of(0).start,) == found.redefined

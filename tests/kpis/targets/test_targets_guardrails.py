"""Whether guardrails held."""

from datetime import date

import pytest

from reports.kpis.targets.guardrails import GuardedWeek, guardrail_state
from reports.values.calendar import Calendar
from reports.values.interval import Interval
from reports.values.objective import Guardrail
from reports.values.reading import Reading

WEEK = Calendar().week_of(date(2026, 11, 15))


def reading(value, status="ok", reason="", n=50):
    """Return a week's reading."""
    return Reading(WEEK, value, status, reason, n=n)


def week(value, low=None, high=None, better="lower", centre=None):
    """Return a week with or without an interval."""
    interval = None if low is None else Interval(low, high, "Wilson", 50)
    return GuardedWeek(better, reading(value), interval, centre)


@pytest.mark.parametrize(
    ("low", "high", "better", "status"),
    [
        (0.01, 0.05, "lower", "kept"),
        (0.01, 0.06, "lower", "inconclusive"),
        (0.051, 0.06, "lower", "breached"),
        (0.05, 0.06, "lower", "inconclusive"),
        (0.05, 0.09, "higher", "kept"),
        (0.04, 0.09, "higher", "inconclusive"),
        (0.01, 0.049, "higher", "breached"),
    ],
)
def test_all_of_the_interval_decides(low, high, better, status):
    """Kept wholly on the good side, breached wholly beyond, else inconclusive."""
    state = guardrail_state(Guardrail("errors", limit=0.05), week(0.05, low, high, better))

    assert (status, 0.05, low, high, 50, "") == (
        state.status,
        state.limit,
        state.low,
        state.high,
        state.n,
        state.reason,
    )


@pytest.mark.parametrize(("value", "status"), [(0.05, "kept"), (0.0501, "breached")])
def test_a_value_alone_decides_and_says_so(value, status):
    """Without an interval the value is held against the limit, which itself is allowed."""
    state = guardrail_state(Guardrail("errors", limit=0.05), week(value))

    assert (status, "by the value alone, it has no interval") == (state.status, state.reason)


@pytest.mark.parametrize(
    ("centre", "better", "limit"),
    [(200.0, "lower", 220.0), (200.0, "higher", 180.0), (-200.0, "higher", -220.0)],
)
def test_a_margin_lies_on_the_worse_side_of_the_centre(centre, better, limit):
    """The worst value allowed is a tenth worse than the normal level."""
    state = guardrail_state(
        Guardrail("cost", margin=0.1), week(210.0, better=better, centre=centre)
    )

    assert limit == pytest.approx(state.limit)


@pytest.mark.parametrize(
    ("guardrail", "known", "reason"),
    [
        (Guardrail("cost", limit=5.0), week(1.0, 0.5, 2.0, "none"), "neither direction is worse"),
        (Guardrail("cost", margin=0.1), week(1.0, 0.5, 2.0), "no normal range to measure from"),
        (
            Guardrail("cost", margin=0.1),
            GuardedWeek("lower", reading(1.0), reason="8 weeks, fewer than 12"),
            "8 weeks, fewer than 12",
        ),
        (
            Guardrail("cost", limit=5.0),
            GuardedWeek("lower", reading(None, "missing", "no data since 2026-11-01", n=0)),
            "no data since 2026-11-01",
        ),
        (
            Guardrail("cost", limit=5.0),
            GuardedWeek("lower", reading(None, "missing", n=0)),
            "the week has no value",
        ),
    ],
)
def test_what_cannot_be_judged_is_unknown_with_a_reason(guardrail, known, reason):
    """No value, no limit or no worse side: neither kept nor breached."""
    state = guardrail_state(guardrail, known)

    assert ("unknown", reason) == (state.status, state.reason)


def test_missing_days_stand_in_the_reason():
    """A partial week is judged, and says how many days it has."""
    known = GuardedWeek(
        "lower", reading(1.0, "partial", "6 of 7 days"), Interval(0.5, 2, "delta", 9)
    )

    state = guardrail_state(Guardrail("cost", limit=5.0), known)

    assert ("kept", "6 of 7 days") == (state.status, state.reason)


def test_an_interval_without_a_value_is_not_shown():
    """Bounds of a value that is missing are left out."""
    known = GuardedWeek("lower", reading(None, "missing", "no rows"), Interval(0.5, 2, "delta", 9))

    state = guardrail_state(Guardrail("cost", limit=5.0), known)

    assert (None, None) == (state.low, state.high)

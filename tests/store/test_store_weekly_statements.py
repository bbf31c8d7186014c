"""What reviews stated of whole weeks, as far as it differs from the review before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reports.values.calendar import Period
from reports.values.ledger import PublishedReading, PublishedReview, ReviewKey, Run

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
WEEK = Period(date(2026, 11, 2), date(2026, 11, 9), "week")
BEFORE = WEEK.shifted(-7)


@pytest.fixture
def publish(store):
    """Return what enters a review with what it states."""
    store.ledger.begin_run(Run("run-1", "weekly", NOW, "0.1.0", NOW))

    def enter(week, *readings, revision=1, as_of=NOW, product="assistant"):
        key = ReviewKey(product, week, revision)
        review = PublishedReview(key, as_of, as_of, "run-1", "0.1.0", "d" * 64)
        store.ledger.publish(review, readings)
        return key

    return enter


def users(value, week=WEEK, **other):
    """Return a reading of a week."""
    status = "missing" if value is None else "ok"
    return replace(PublishedReading("users", week, value, status, 100), **other)


def told(store, product="assistant"):
    """Return who stated what of which week."""
    return [
        (one.stated_in.week_label, one.stated_in.revision, one.reading.period, one.reading.value)
        for one in store.ledger.weekly_statements(product)
    ]


def test_first_statement_and_those_that_differ(store, publish):
    """A number stated again as it was adds nothing; another one does, also when it returns."""
    for number, value in enumerate((500.0, 500.0, 520.0, 500.0)):
        publish(f"2026-W{45 + number}", users(value), as_of=NOW + timedelta(days=7 * number))

    assert [
        ("2026-W45", 1, WEEK, 500.0),
        ("2026-W47", 1, WEEK, 520.0),
        ("2026-W48", 1, WEEK, 500.0),
    ] == told(store)


def test_missing_is_another_number(store, publish):
    """A value that appears or vanishes differs."""
    for number, value in enumerate((None, 500.0, None, None)):
        publish(f"2026-W{45 + number}", users(value), as_of=NOW + timedelta(days=number))

    assert [("2026-W45", None), ("2026-W46", 500.0), ("2026-W47", None)] == [
        (week, value) for week, _, _, value in told(store)
    ]


@pytest.mark.parametrize("other", [{"status": "partial"}, {"n": 101}])
def test_status_and_n_belong_to_a_statement(store, publish, other):
    """The same value from other data is another statement."""
    publish("2026-W45", users(500.0))
    publish("2026-W46", users(500.0, **other), as_of=NOW + timedelta(days=7))

    assert ["2026-W45", "2026-W46"] == [week for week, *_ in told(store)]


def test_reviews_follow_each_other_by_what_they_knew(store, publish):
    """A week published late states later, though its label is earlier; a revision comes last."""
    publish("2026-W46", users(500.0), as_of=NOW)
    publish("2026-W45", users(510.0), as_of=NOW + timedelta(days=1))
    publish("2026-W45", users(520.0), as_of=NOW + timedelta(days=1), revision=2)

    assert [("2026-W46", 1), ("2026-W45", 1), ("2026-W45", 2)] == [
        (week, revision) for week, revision, *_ in told(store)
    ]


def test_weeks_and_kpis_are_apart(store, publish):
    """Statements stand by KPI, then by week."""
    others = (users(7.0, kpi="answers"), users(400.0, week=BEFORE))
    publish("2026-W45", users(500.0), *others)
    found = store.ledger.weekly_statements("assistant")

    assert [("answers", WEEK, 7.0), ("users", BEFORE, 400.0), ("users", WEEK, 500.0)] == [
        (one.reading.kpi, one.reading.period, one.reading.value) for one in found
    ]


def test_only_whole_weeks_of_the_product(store, publish):
    """Months, segments and other products are left out."""
    month = Period(date(2026, 10, 1), date(2026, 11, 1), "month")
    publish("2026-W45", users(500.0), users(9.0, week=month), users(3.0, segment="plan=free"))
    publish("2026-W45", users(800.0), product="search")

    assert [("2026-W45", 1, WEEK, 500.0)] == told(store)
    assert [] == told(store, "other")

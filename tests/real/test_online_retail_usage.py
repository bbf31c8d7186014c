"""The web shop's usage: every table beside a plain computation in pandas."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from reports import pipeline
from reports.stages.material import add_material
from reports.stages.sources import SOURCES
from reports.store import open_store
from reports.values.calendar import Period, epoch_day
from reports.values.usage import Usage
from tests.real.frames import Oracle, inside
from tests.real.retail_oracle import Shop
from tests.real.reviews import Published, job_of

pytestmark = pytest.mark.slow

WEEK = "2011-W46"


@dataclass(frozen=True, slots=True)
class Week:
    """What a review says of usage, and the rows it speaks of."""

    usage: Usage
    lines: pd.DataFrame
    firsts: pd.Series
    period: Period
    begins: date

    def users(self, start: date, end: date, **where: object) -> set[float]:
        """Return the customers of some days, of one country or event where asked for."""
        rows = inside(self.lines, (start, end))
        for column, value in where.items():
            rows = rows[rows[column] == value]
        return set(rows["user_id"].dropna())


@pytest.fixture(scope="module")
def week(shop: Published, shop_oracle: Oracle[Shop], data: Path) -> Week:
    """Read the usage of one week into the shop's store."""
    job = job_of(shop.folder, data, WEEK)
    extraction = pipeline.read_facts(job)
    with open_store(job.workspace.ledger_url) as store:
        assessment = extraction.assessment
        assert assessment is not None
        told = add_material(job, extraction, assessment, store, sources=SOURCES)
    lines = shop_oracle.rows.lines
    named = lines["series"].map({"C": "cancellation", "A": "adjustment", "sale": "purchase"})
    firsts = shop_oracle.rows.firsts.set_index("user_id")["day"]
    begins = extraction.first_days["events"]
    assert told.usage is not None
    return Week(told.usage, lines.assign(name=named), firsts, job.week, begins)


def test_growth_of_each_week_is_that_of_sets_of_customers(week: Week):
    """New, retained, resurrected and churned over 26 weeks."""
    for told in week.usage.growth:
        start, end = told.period.start, told.period.end
        now = week.users(start, end)
        before = week.users(start - timedelta(days=7), start)
        new = {user for user in now if week.firsts[user] >= epoch_day(start)}
        expected = (len(new), len(now & before), len(now - before - new), len(before - now))

        assert expected == (told.new, told.retained, told.resurrected, told.churned)
    assert 26 == len(week.usage.growth)


def test_every_cohort_is_that_of_sets_of_customers(week: Week):
    """Bounded and unbounded, each week after the first."""
    retention = week.usage.retention
    assert retention is not None
    compared = 0
    for told in retention.cohorts:
        low, high = epoch_day(told.start.start), epoch_day(told.start.end)
        begun = set(week.firsts[(week.firsts >= low) & (week.firsts < high)].index)
        assert len(begun) == told.size
        for age, (bounded, unbounded) in enumerate(
            zip(told.bounded, told.unbounded, strict=True), start=1
        ):
            start = told.start.shifted(7 * age)
            assert len(begun & week.users(start.start, start.end)) == bounded
            assert len(begun & week.users(start.start, week.period.end)) == unbounded
            compared += 1
    assert 300 < compared


def test_active_days_and_stickiness_are_those_of_the_lines(week: Week):
    """People by their active days within 28 and 7."""
    use = week.usage.engagement
    assert use is not None
    rows = inside(week.lines, (week.period.end - timedelta(days=28), week.period.end))
    days = rows.dropna(subset=["user_id"]).drop_duplicates(["user_id", "day"])
    counts = days.groupby("user_id").size()
    last = days[days["day"] >= epoch_day(week.period.start)].groupby("user_id").size()

    assert [int((counts == number).sum()) for number in range(1, 29)] == list(use.days_28)
    assert [int((last == number).sum()) for number in range(1, 8)] == list(use.days_7)
    assert use.stickiness == pytest.approx(counts.mean() / 28)
    assert (len(counts), len(last)) == (use.monthly, use.weekly)


def test_what_one_customer_does_is_that_of_the_lines(week: Week):
    """Mean, quantiles within a bucket, and the share of the busiest tenth."""
    use = week.usage.engagement
    assert use is not None
    assert use.actions is not None
    rows = inside(week.lines, (week.period.start, week.period.end)).dropna(subset=["user_id"])
    per_user = rows.groupby("user_id").size().sort_values()
    top = per_user.tail(max(1, round(0.1 * len(per_user)))).sum() / per_user.sum()

    assert use.actions.mean == pytest.approx(per_user.mean())
    assert use.actions.p50 == pytest.approx(per_user.quantile(0.5, "lower"), rel=0.02)
    assert use.actions.p90 == pytest.approx(per_user.quantile(0.9, "lower"), rel=0.03)
    assert use.actions.top_share == pytest.approx(top, abs=0.01)


def test_the_reach_of_events_and_their_returns_are_those_of_sets_of_customers(week: Week):
    """Who did it, how often, and whether those of the week before came again."""
    start, end = week.period.start, week.period.end
    earlier = start - timedelta(days=7)
    now = week.users(start, end)
    assert week.usage.features
    for told in week.usage.features:
        did = week.users(start, end, name=told.name)
        before = week.users(earlier, start, name=told.name)
        others = week.users(earlier, start) - before
        rows = inside(week.lines, (start, end))
        known = rows[(rows["name"] == told.name) & rows["user_id"].notna()]

        assert (len(did), len(known)) == (told.users, told.actions)
        assert (len(before), len(before & now)) == (told.earlier, told.returned)
        assert (len(others), len(others & now)) == (told.others_earlier, told.others_returned)


def test_countries_are_compared_with_their_own_weeks(week: Week):
    """Customers of the week, and the mean of the twelve weeks before."""
    told = {one.segment: one for one in week.usage.segments}
    for country in ("United Kingdom", "Germany", "France"):
        weeks = [
            len(week.users(one.start, one.end, country=country))
            for one in (week.period.shifted(-7 * back) for back in range(12, -1, -1))
        ]

        assert weeks[-1] == told[country].users
        assert told[country].usual == pytest.approx(sum(weeks[:-1]) / 12)
    assert week.usage.compared_segments == len(told)


def test_without_feedback_and_funnels_nothing_is_said_of_them(week: Week):
    """The shop maps neither."""
    assert (None, ()) == (week.usage.feedback, week.usage.funnels)

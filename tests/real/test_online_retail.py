"""A real web shop: unknown customers, refunds, negative quantities, a Christmas without rows."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.errors import StaleDataError
from reports.stages.inspection import try_segments
from reports.values.reading import Reading
from tests.real.conftest import SHOP_WEEKS
from tests.real.frames import Oracle, inside
from tests.real.retail_oracle import Shop
from tests.real.reviews import (
    DATA,
    Published,
    differences,
    job_of,
    last_week,
    record_of,
)

pytestmark = pytest.mark.slow

READINGS = 25 * (26 + 6 + 12 + 12)


def all_of(published: Published, week: str) -> dict[str, Reading]:
    """Return the week's own reading of every KPI."""
    records = published.reviews[week].kpis
    return {record.definition.name: record.readings.last_week for record in records}


@pytest.mark.parametrize("week", SHOP_WEEKS)
def test_every_reading_of_the_shop_equals_the_plain_computation(
    shop: Published, shop_oracle: Oracle[Shop], week: str
):
    """Value, days and status agree in all weeks and months, missing ones included."""
    assert ("published", ([], READINGS)) == (
        shop.outcomes[week].state,
        differences(shop.reviews[week], shop_oracle),
    )


def test_lines_without_a_customer_are_counted_and_shown(shop: Published):
    """They count as lines and revenue, customers leave them out, and their share is a number."""
    found = all_of(shop, "2011-W49")

    assert (17_706, 6_235) == (found["lines"].value, found["lines_without_customer"].numerator)
    assert 17_706 == found["value_total"].n
    assert 17_706 - 6_235 == found["actions_per_user"].numerator == found["customer_revenue"].n
    assert 459 == found["active_users"].value == found["top_user_share"].n


def test_refunds_stand_beside_the_revenue_they_take_back(shop: Published):
    """The last week sold 80,995 of one thing and took them back: both are shown."""
    found = all_of(shop, "2011-W49")

    assert (168_469.6, 168_469.6) == (found["largest_line"].value, found["largest_refund"].value)
    assert 0.40 == pytest.approx(found["refund_share"].value, abs=0.005)
    assert found["value_total"].value == pytest.approx(
        found["revenue"].value - found["refunds"].value + found["adjustments"].value
    )


def test_bad_debt_is_neither_sale_nor_refund(shop: Published):
    """A negative price is shown as the lowest price and as an entry of its own."""
    found = all_of(shop, "2011-W32")

    assert (-11_062.06, -11_062.06) == (
        found["adjustments"].value,
        found["unit_price_lowest"].value,
    )
    assert -11_062.06 < found["value_total"].value < found["revenue"].value


@pytest.mark.parametrize(
    ("week", "days"), [("2010-W48", 4), ("2010-W51", 4), ("2011-W03", 6), ("2011-W49", 5)]
)
def test_a_week_with_days_missing_says_so(shop: Published, week: str, days: int):
    """Saturdays are no missing days; Christmas, the first and the last week have some."""
    own = {name: one for name, one in all_of(shop, week).items() if name != "stickiness"}
    status, reason = ("ok", "") if days == 6 else ("partial", f"{days} of 6 days")

    assert {(status, reason, days, 6)} == {
        (one.status, one.reason, one.days_present, one.days_expected) for one in own.values()
    }


def test_a_week_in_a_gap_is_published_without_numbers(shop: Published):
    """Between Christmas and New Year nothing is zero: every number is missing and says why."""
    review = shop.reviews["2010-W52"]
    own = {name: one for name, one in all_of(shop, "2010-W52").items() if name != "stickiness"}
    changes = [
        change
        for record in review.kpis
        if record.definition.name != "stickiness"
        for change in (record.readings.wow, record.readings.four_weeks, record.readings.yoy)
    ]

    assert {None} == {one.value for one in own.values()}
    assert {"no data since 2010-12-23"} == {one.reason.split(": ")[-1] for one in own.values()}
    assert {None} == {change.value for change in changes}
    assert "partial" == last_week(review, "stickiness").status


def test_a_week_in_a_gap_is_refused_while_it_may_be_the_end(shop: Published, data: Path):
    """On the Monday after, nobody could know whether the shop or the load had stopped."""
    monday = datetime(2011, 1, 3, 7, tzinfo=UTC)
    job = job_of(shop.folder, data, "2010-W52", monday)

    with pytest.raises(StaleDataError, match="no data for 2010-W52"):
        pipeline.write_review(job, pipeline.read_facts(job))


def test_the_first_months_have_no_year_before(shop: Published):
    """A year before the data there is no number, and the reason is their first day."""
    prior = record_of(shop.reviews["2011-W03"], "revenue").readings.weeks_prior_year

    assert {(None, "data begin on 2010-12-01")} == {(one.value, one.reason) for one in prior}


def test_revenue_by_country_adds_up(shop: Published, shop_oracle: Oracle[Shop], data: Path):
    """The 38 countries are below the top 50, so that each shown cell is a country's own sum."""
    job = job_of(shop.folder, data, "2011-W49")
    kpi = record_of(shop.reviews["2011-W49"], "revenue").definition
    lines = inside(shop_oracle.rows.lines, (job.week.start, job.week.end))
    sales = lines[lines["series"] == "sale"].groupby("country")["value"].agg(["sum", "size"])
    shown = sales.loc[sales["size"] >= job.workspace.minimum_cell, "sum"].to_dict()

    found = {one.segment: one.value for one in try_segments(job, kpi, "country")}

    assert shown == pytest.approx({name: v for name, v in found.items() if v is not None})
    assert set(sales.index) == set(found)


@pytest.mark.slow
def test_a_run_publishes_the_week_after_the_gap(
    shop: Published, shop_oracle: Oracle[Shop], tmp_path: Path
):
    """The command archives the review, and its JSON holds the plain computation's numbers."""
    words = ["run", "--workspace", str(shop.folder), "--week", "2011-W01"]
    own = {DATA: shop.environment[DATA], "PREFECT_HOME": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "reports.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={**os.environ, **own},
    )
    files = shop.folder / "archive" / "shop" / "2011" / "2011-W01" / "r1"
    kpis = json.loads((files / "review.json").read_text())["kpis"]
    week = (datetime(2011, 1, 3, tzinfo=UTC).date(), datetime(2011, 1, 10, tzinfo=UTC).date())

    assert (0, "", "shop 2011-W01: published r1") == (
        done.returncode,
        done.stderr,
        done.stdout.splitlines()[0],
    )
    assert (files / "review.pdf").read_bytes().startswith(b"%PDF")
    assert {name: kpi["weeks"][-1]["value"] for name, kpi in kpis.items()} == pytest.approx(
        {name: shop_oracle.expect(name, week).value for name in kpis}, rel=0.0101
    )

"""The JSON twin."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_sample_full import full_review

from reports.errors import RenderError
from reports.rendering import review_from_json, review_to_json
from reports.rendering.codec import Codec
from reports.values.calendar import Calendar
from reports.values.document import FORMAT_VERSION, Prose, Quantity, Scorecard
from reports.values.reading import Reading
from reports.values.signal import Signals

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
FORMAT_1 = Path(__file__).with_name("review_format_1.json")
BOX = {"last_week", "wow", "four_weeks", "yoy"} | {
    f"{to_date}{change}" for to_date in ("mtd", "qtd", "ytd") for change in ("", "_yoy")
}


def test_review_comes_back_as_it_was(review, rendered):
    """Reading the twin gives the very same review."""
    assert review == review_from_json(rendered["review.json"])


def test_readers_find_numbers_where_they_expect_them(review, rendered):
    """The twin names week, KPIs and the box beside each at full precision."""
    twin = json.loads(rendered["review.json"])
    revenue = next(one for one in review.kpis if one.definition.name == "revenue")
    entry = twin["kpis"]["revenue"]

    assert {"label": "2026-W46", "start": "2026-11-09", "end": "2026-11-16"} == twin["week"]
    assert revenue.readings.last_week.value == entry["box"]["last_week"]["value"]
    assert ["USD", "percent", 6, 12, 26] == [
        entry["unit"],
        entry["change_unit"],
        len(entry["weeks"]),
        len(entry["months"]),
        len(entry["history"]),
    ]


def test_all_that_a_review_may_hold_comes_back(review):
    """Fiscal years, intervals, limits, signals, objectives and their parts lose nothing."""
    whole = full_review(review)

    assert whole == review_from_json(review_to_json(whole))


def test_the_box_holds_to_date_numbers_and_their_changes(review, rendered):
    """Readings and changes to date stand in the box; the year before stands beside it."""
    entry = json.loads(rendered["review.json"])["kpis"]["revenue"]
    revenue = next(one for one in review.kpis if one.definition.name == "revenue")
    ytd = revenue.readings.ytd

    assert BOX == set(entry["box"])
    assert ytd.reading.value == entry["box"]["ytd"]["value"]
    assert ytd.yoy.value == entry["box"]["ytd_yoy"]["value"]
    assert ytd.year_before.value == entry["to_date_prior_year"]["ytd"]["value"]
    assert {"value", "status", "reason"} <= set(entry["box"]["mtd"]) & set(entry["box"]["mtd_yoy"])


def test_the_fiscal_view_stands_only_where_it_is_asked_for(review):
    """A KPI with the months of a fiscal year has two more keys than one without."""
    kpis = json.loads(review_to_json(full_review(review)))["kpis"]
    first, second = (kpis[record.definition.name] for record in review.kpis[:2])

    assert {"fiscal_year", "fiscal_year_prior_year"} == set(first) - set(second)
    assert [12, "not begun"] == [len(first["fiscal_year"]), first["fiscal_year"][-1]["reason"]]


def test_signals_and_objectives_are_found_at_the_top(review):
    """The week's signals and the state of objectives need no search through the chapters."""
    twin = json.loads(review_to_json(full_review(review)))

    assert ["weekly_active_users", 14] == [
        twin["signals"]["found"][0]["kpi"],
        twin["signals"]["judged"],
    ]
    assert "at risk" == twin["objectives"][0]["targets"][0]["status"]
    assert "locked" == twin["kpis"]["weekly_active_users"]["normal"]["standing"]


def test_a_review_of_format_1_is_still_read():
    """What the first format did not have is missing and says so; the rest is all there."""
    found = review_from_json(FORMAT_1.read_bytes())
    revenue = next(one for one in found.kpis if one.definition.name == "revenue")
    cards = [block for block in found.chapters[0].blocks if isinstance(block, Scorecard)]
    gone = "not part of format 1"

    assert (1, 2, Signals(), ()) == (
        found.format_version,
        len(found.kpis),
        found.signals,
        found.objectives,
    )
    assert [(None, "missing", gone)] * 3 == [
        (one.reading.value, one.reading.status, one.reading.reason)
        for one in (revenue.readings.mtd, revenue.readings.qtd, revenue.readings.ytd)
    ]
    assert (None, "not_comparable", gone) == (
        revenue.readings.mtd.yoy.value,
        revenue.readings.mtd.yoy.status,
        revenue.readings.mtd.yoy.reason,
    )
    assert (None, None, ()) == (
        revenue.normal,
        revenue.readings.interval,
        revenue.readings.fiscal_year,
    )
    assert revenue.readings.last_week == cards[0].groups[-1].rows[0].last_week


def test_a_review_of_format_1_loses_nothing_when_written_again():
    """Written by this version, an old review reads back as it was, and stays of its format."""
    found = review_from_json(FORMAT_1.read_bytes())

    assert found == review_from_json(review_to_json(found))


def test_new_reviews_are_of_the_second_format(review):
    """The format is named in the file."""
    assert 2 == FORMAT_VERSION == json.loads(review_to_json(review))["format_version"]


def test_keys_are_sorted(rendered):
    """The twin's keys are in order, so that two weeks can be compared by lines."""
    twin = json.loads(rendered["review.json"])

    assert sorted(twin) == list(twin)
    assert sorted(twin["kpis"]) == list(twin["kpis"])


@given(value=NUMBERS, numerator=NUMBERS, n=st.integers(0, 10**15))
def test_no_number_is_rounded(value, numerator, n):
    """Every finite number survives the way out and back."""
    week = Calendar().week("2026-W46")
    reading = Reading(week, value, "ok", numerator=numerator, n=n)
    text = json.dumps(Codec().encode(reading, Reading))

    assert reading == Codec().decode(json.loads(text), Reading)


def test_fields_added_later_may_be_missing():
    """A reading from before a field was added takes the field's default."""
    week = {"start": "2026-11-09", "end": "2026-11-16", "grain": "week"}
    found = Codec().decode({"period": week, "value": 1.5, "status": "ok"}, Reading)

    assert Reading(Calendar().week("2026-W46"), 1.5, "ok") == found


def test_newer_format_is_refused(review):
    """A review in a later format is refused with the versions named."""
    data = review_to_json(replace(review, format_version=99))

    with pytest.raises(RenderError, match=r"(?s)format.*got: 99"):
        review_from_json(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format_version": 1}', b"\xff"])
def test_damaged_twin_is_an_error_with_a_next_step(data):
    """What is no review is said to be damaged, without a traceback."""
    with pytest.raises(RenderError, match="verify"):
        review_from_json(data)


def test_infinite_numbers_are_refused(tiny):
    """A number that is not finite has no place in a review."""
    chapter = replace(tiny.chapters[0], blocks=(Prose((Quantity(float("inf"), "count"),)),))

    with pytest.raises(RenderError, match="not finite"):
        review_to_json(replace(tiny, chapters=(chapter,)))

"""The JSON twin."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import RenderError
from reports.rendering import review_from_json, review_to_json
from reports.rendering.codec import Codec
from reports.values.calendar import Calendar
from reports.values.document import Prose, Quantity
from reports.values.reading import Reading

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


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

"""Growth: what stands above and below zero, names beside the newest bar."""

from dataclasses import replace

import pytest
from drawings import colliding, described, shapes, told, uncoloured, words_of
from gallery_people import WEEKS, growth

from reports.rendering.charts.stacked_growth import active, stacked_growth
from reports.rendering.fonts import text_widths
from reports.values.charts import GrowthPeriod, StackedGrowth


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_weeks(*weeks):
    """Give a chart of weeks."""
    return StackedGrowth("T", "", "users", weeks)


WEEK = GrowthPeriod(WEEKS[-1], 100.0, 600.0, 100.0, 200.0)


def test_parts_are_stacked_from_zero(widths):
    """Retained stands on zero, resurrected and new above it, churned below it."""
    svg = stacked_growth(of_weeks(WEEK), widths).svg
    bars = [
        (float(one.get("y")), float(one.get("height")))
        for tone in ("f-shade", "f-past", "f-ink", "f-grey")
        for one in shapes(svg, "rect", tone)
        if float(one.get("width")) > 10
    ]
    retained, resurrected, new, churned = bars

    assert [6, 1, 1, 2] == [pytest.approx(high / new[1], abs=0.06) for _, high in bars]
    assert pytest.approx(retained[0], abs=0.11) == sum(resurrected)
    assert pytest.approx(resurrected[0], abs=0.11) == sum(new)
    assert pytest.approx(churned[0], abs=0.11) == sum(retained)


def test_sum_needs_all_its_parts():
    """How many were active is not known where a part is missing."""
    assert 800.0 == active(WEEK)
    assert active(replace(WEEK, resurrected=None)) is None


@pytest.mark.parametrize("narrow", [False, True])
def test_newest_bar_is_named_part_by_part(widths, narrow):
    """Name and number of each part stand beside the newest bar, apart from each other."""
    svg = stacked_growth(of_weeks(WEEK), widths, narrow=narrow).svg
    names = [one.text for one in words_of(svg) if one.tone == "f-ink"]

    assert ["retained 600", "resurrected 100", "new 100", "churned 200"] == names
    assert [] == colliding(svg, widths)


def test_state_needs_no_colour(widths):
    """A marked period has a flag that points up for good news and down for bad."""
    drawn = {
        uncoloured(stacked_growth(of_weeks(replace(WEEK, mark=mark)), widths).svg)
        for mark in ("none", "favourable", "adverse", "neutral")
    }

    assert 4 == len(drawn)


def test_incomplete_period_is_outlined(widths):
    """A period with days missing has empty bars, and says so."""
    picture = stacked_growth(of_weeks(replace(WEEK, status="partial")), widths)

    assert 4 == len(shapes(picture.svg, "rect", "f-paper"))
    assert "days missing" in picture.spots[0].says


def test_words_and_spots_have_all_parts(widths):
    """Each period tells all its parts; one without any says why."""
    picture = stacked_growth(growth(), widths)

    assert "Chart of 26 periods" in described(picture.svg)[0]
    assert "active 10.8k" in described(picture.svg)[1]
    assert "no rows" == picture.spots[9].says
    assert (
        "18\N{EN DASH}24 May 2026",
        "active 8.44k · new 1.07k · resurrected 794 · retained 6.58k · churned 1.33k",
    ) == told(picture.spots[0])

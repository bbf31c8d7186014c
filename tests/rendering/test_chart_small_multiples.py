"""Small multiples: one scale, gaps, the year before, signals."""

from dataclasses import replace

import pytest
from drawings import colliding, described, shapes, text_of, told, uncoloured, words_of
from gallery_model import multiples

from reports.rendering.charts.small_multiples import MOST_PANELS, small_multiples
from reports.rendering.fonts import text_widths
from reports.values.charts import SmallMultiples


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_panels(*panels, target=None):
    """Give small multiples of panels."""
    return SmallMultiples("T", "", "ms", panels, target)


def heights(svg, tone):
    """Give the heights of each line of a tone."""
    return [
        [float(point.split(",")[1]) for point in one.get("points").split()]
        for one in shapes(svg, "polyline", tone)
    ]


def test_all_lines_share_one_scale(widths):
    """Panels beside each other have equal heights for equal values."""
    panel = replace(multiples().panels[1], before=(), normal=None)
    twice = replace(panel, readings=tuple(replace(r, value=r.value * 1.5) for r in panel.readings))
    low, high = heights(small_multiples(of_panels(panel, twice), widths).svg, "s-ink")
    alone = heights(small_multiples(of_panels(panel, panel), widths).svg, "s-ink")

    assert max(high) < min(low)
    assert alone[0] == alone[1]


def test_gap_stays_a_gap(widths):
    """A line with missing weeks is in two parts, and what is alone is a dot."""
    panel = replace(multiples().panels[5], before=(), normal=None)
    lone = replace(panel, readings=panel.readings[14:16])

    assert 2 == len(shapes(small_multiples(of_panels(panel), widths).svg, "polyline", "s-ink"))
    assert 2 == len(shapes(small_multiples(of_panels(lone), widths).svg, "circle", "f-ink"))


def test_year_before_and_range_are_behind(widths):
    """Normal range, then the year before, then this year, then the point at the end."""
    svg = small_multiples(of_panels(multiples().panels[1]), widths).svg
    places = [
        svg.index(mark)
        for mark in ('class="f-band"', 'polyline class="s-past"', 'polyline class="s-ink"', "<circ")
    ]

    assert sorted(places) == places


def test_signal_is_a_ring_and_words(widths):
    """A signal rings the newest point and says good or bad, with its rule where there is room."""
    panel = multiples().panels[0]
    bad, good = (
        replace(panel, signal=replace(panel.signal, favourable=one)) for one in (False, True)
    )
    svg = small_multiples(of_panels(bad), widths).svg

    assert 1 == len(shapes(svg, "circle", "f-paper s-warning"))
    assert "771 ms | adverse" in text_of(svg)
    assert "adverse, above limit" in text_of(small_multiples(multiples(), widths, narrow=True).svg)
    assert 3 == len(
        {
            uncoloured(small_multiples(of_panels(one), widths).svg)
            for one in (bad, good, replace(panel, signal=None))
        }
    )


def test_target_is_a_dashed_line_in_every_panel(widths):
    """The target holds for all, and the scale reaches it."""
    panels = multiples().panels[:3]
    with_target, without = (
        small_multiples(of_panels(*panels, target=one), widths).svg for one in (900.0, None)
    )

    assert (3, 0) == (with_target.count("dasharray"), without.count("dasharray"))


@pytest.mark.parametrize(("narrow", "columns"), [(False, 4), (True, 2)])
def test_panels_stand_in_rows(widths, narrow, columns):
    """Four panels stand in a row, two on a telephone; dates stand below the last row."""
    svg = small_multiples(multiples(), widths, narrow=narrow).svg
    names = [one for one in words_of(svg) if one.text.startswith(("assistant", "search"))]
    dates = [one for one in words_of(svg) if one.text == "9 Nov"]

    assert columns == len({one.x for one in words_of(svg) if one.bold})
    assert names[0].y == names[1].y
    assert columns == len(dates)
    assert [] == colliding(svg, widths)


def test_too_many_panels_are_left_to_the_table(widths):
    """No more panels than fit a page are drawn."""
    many = of_panels(*multiples().panels * 5)

    assert MOST_PANELS == len(small_multiples(many, widths).spots)


def test_words_and_spots_tell_the_newest(widths):
    """The description has each newest value; a spot has range, extremes and signal."""
    picture = small_multiples(multiples(), widths)
    name, says = told(picture.spots[0])

    assert "assistant 4.2 771 ms · adverse, above limit; assistant 4.1" in described(picture.svg)[1]
    assert "assistant 4.2" == name
    assert says.startswith("771 ms, 9\N{EN DASH}15 November 2026 · between 535 ms and 771 ms")
    assert says.endswith("normal 498 to 622 ms · adverse, above limit")

"""Reliability diagrams: the diagonal, points, counts below."""

from dataclasses import replace

import pytest
from drawings import colliding, described, shapes, text_of, told, uncoloured
from gallery_model import reliability
from review_sample_kpis import WEEK

from reports.rendering.charts.reliability_diagram import reliability_diagram
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum, ReliabilityBin, ReliabilityDiagram
from reports.values.interval import Interval

HALVES = (
    ReliabilityBin(0.0, 0.5, 0.25, 0.25, 300, Interval(0.2, 0.3, "wilson", 300)),
    ReliabilityBin(0.5, 1.0, 0.75, 0.5, 100, Interval(0.4, 0.6, "wilson", 100), "adverse"),
)


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_bins(*bins, **more):
    """Give a diagram of bins."""
    return ReliabilityDiagram("T", "", WEEK, bins, **more)


def test_point_on_the_diagonal_is_as_far_right_as_high(widths):
    """Where predicted and observed agree, the point lies on the line from corner to corner."""
    svg = reliability_diagram(of_bins(HALVES[0]), widths).svg
    (diagonal,) = [one for one in shapes(svg, "line") if one.get("stroke-dasharray")]
    x1, y1, x2, y2 = (float(diagonal.get(name)) for name in ("x1", "y1", "x2", "y2"))
    (dot,) = shapes(svg, "circle")

    assert pytest.approx(x2 - x1, abs=0.11) == y1 - y2
    assert pytest.approx(float(dot.get("cx")) - x1, abs=0.11) == y1 - float(dot.get("cy"))


def test_counts_stand_below_their_bins(widths):
    """Bars below the square are as wide as their bins and as high as their counts."""
    svg = reliability_diagram(of_bins(*HALVES), widths).svg
    bars = [(float(one.get("width")), float(one.get("height"))) for one in shapes(svg, "rect")]

    assert bars[0][0] == bars[1][0]
    assert pytest.approx(3.0) == bars[0][1] / bars[1][1]
    assert "300" in text_of(svg)


def test_bin_off_the_diagonal_has_a_ring(widths):
    """A mark is a ring around the point, and the spot says what it means."""
    picture = reliability_diagram(of_bins(*HALVES), widths)

    assert 1 == len(shapes(picture.svg, "circle", "f-paper s-warning"))
    name, says = told(picture.spots[1])

    assert "Predicted 50.0 to 100.0 %" == name
    assert says.startswith("predicted 75.0 % · observed 50.0 % · interval 40.0 to 60.0 % · n 100")
    assert says.endswith("beyond normal variation, adverse")


def test_bin_without_predictions_has_no_point(widths):
    """An empty bin has neither point nor bar, and the spot says why."""
    empty = ReliabilityBin(0.0, 0.5, None, None, 0, reason="no predictions")
    picture = reliability_diagram(of_bins(empty, HALVES[1]), widths)

    assert (2, 1) == (
        len(shapes(picture.svg, "circle")),
        len(shapes(picture.svg, "rect")),
    )
    assert "no predictions · n 0" == told(picture.spots[0])[1]


def test_state_of_the_error_needs_no_colour(widths):
    """Whether the calibration error is good or bad news is written below it."""
    drawn = {
        uncoloured(reliability_diagram(of_bins(*HALVES, error=Datum(0.06, mark=mark)), widths).svg)
        for mark in ("none", "favourable", "adverse")
    }

    assert 3 == len(drawn)


def test_version_before_is_a_grey_line(widths):
    """The bins of the period before are drawn behind this period's."""
    svg = reliability_diagram(of_bins(*HALVES, before=HALVES), widths).svg

    assert svg.index('<polyline class="s-past"') < svg.index('<polyline class="s-ink"')


def test_words_have_error_and_what_is_off(widths):
    """The description has n, the calibration error and the marked bins; no texts meet."""
    svg = reliability_diagram(reliability(), widths).svg
    words = described(svg)[1]

    assert words.startswith("n 6.91k in 10 bins; calibration error 6.1 %; bin 80.0 to 90.0 %")
    assert [] == colliding(svg, widths)


def test_shares_outside_of_the_square_stay_at_its_edge(widths):
    """A bound beyond what is possible is drawn at the edge."""
    wide = replace(HALVES[0], interval=Interval(-0.4, 1.7, "wald", 3))
    svg = reliability_diagram(of_bins(wide), widths).svg
    ends = {one.get(name) for one in shapes(svg, "line", "s-ink") for name in ("y1", "y2")}

    assert {"6", "210"} == ends

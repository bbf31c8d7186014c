"""Dots and intervals: places on the common axis, what was expected, verdicts."""

from dataclasses import replace

import pytest
from drawings import described, shapes, text_of, uncoloured
from gallery_model import dots

from reports.rendering.charts.dot_interval import dot_interval
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum, DotInterval, DotRow
from reports.values.interval import Interval


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_rows(*rows, **more):
    """Give a chart of rows."""
    return DotInterval("T", "", "percent", rows, form="signed", better="higher", **more)


ROW = DotRow(
    "Row", Datum(2.0, 90), Interval(1.0, 3.0, "t", 90), Datum(4.0), Interval(3.0, 5.0, "t", 90)
)


def test_points_stand_in_the_middle_of_their_intervals(widths):
    """A dot lies half way along a symmetric interval, to the left of what was more."""
    svg = dot_interval(of_rows(ROW), widths).svg
    (dot,) = shapes(svg, "circle")
    (interval,) = [one for one in shapes(svg, "line", "s-ink") if one.get("y1") == one.get("y2")]
    ends = [float(interval.get(name)) for name in ("x1", "x2")]
    (diamond,) = shapes(svg, "polygon")
    left = float(diamond.get("points").split(",")[0])

    assert pytest.approx(sum(ends) / 2, abs=0.11) == float(dot.get("cx"))
    assert float(dot.get("cx")) < left


def test_axis_holds_zero_only_if_asked(widths):
    """With a line at zero the axis reaches it; without, it need not."""
    row = replace(ROW, observed=Datum(50.0), observed_interval=None, expected=None)
    row = replace(row, expected_interval=None)
    with_zero, without = (
        text_of(dot_interval(of_rows(row, zero=zero), widths).svg) for zero in (True, False)
    )

    assert ("| 0 %" in with_zero, "| 0 %" in without) == (True, False)


def test_missing_value_has_a_reason_and_no_dot(widths):
    """A row without an observed value says why; what was expected is still there."""
    row = replace(ROW, observed=Datum(None, 21, "insufficient"), observed_interval=None)
    svg = dot_interval(of_rows(row), widths).svg

    assert ([], 1) == (shapes(svg, "circle"), len(shapes(svg, "polygon")))
    assert "not enough data" in text_of(svg)


@pytest.mark.parametrize("narrow", [False, True])
def test_state_needs_no_colour(widths, narrow):
    """A mark is a ring; good or bad is said in a word where there is no verdict."""
    drawn = {
        uncoloured(
            dot_interval(
                of_rows(replace(ROW, observed=Datum(2.0, mark=mark))), widths, narrow=narrow
            ).svg
        )
        for mark in ("none", "neutral", "favourable", "adverse")
    }

    assert 4 == len(drawn)


def test_numbers_stand_beside_their_row(widths):
    """Value, verdict, interval and what was expected are written, the unit once."""
    drawn = text_of(dot_interval(dots(), widths).svg)

    assert "+2.1 % · confirmed | +0.9 to +3.3 % · expected +3.0 %" in drawn
    assert "\N{MINUS SIGN}1.9 % · refuted" in drawn


def test_spots_and_words_tell_everything(widths):
    """A row's spot has both intervals and n; the description has every row."""
    picture = dot_interval(dots(), widths)
    says = picture.spots[0].says.replace("\N{NO-BREAK SPACE}", " ")

    assert "n 8.42k" in says
    assert "interval +0.9 to +3.3 %" in says
    assert "expected +3.0 % · interval +1.5 to +4.5 %" in says
    assert "Reminders after a week: not enough data" in described(picture.svg)[1]

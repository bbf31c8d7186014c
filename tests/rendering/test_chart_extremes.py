"""Charts of every family with nothing, with one value, and with values that no one expects."""

from dataclasses import replace

import pytest
from drawings import beyond, described, parsed
from gallery_people import WEEKS
from review_gallery import all_charts
from review_sample_kpis import WEEK

from reports.rendering.figures.columns import figure_rows
from reports.rendering.figures.numbers import numbers_of
from reports.rendering.figures.overlay import overlay
from reports.rendering.figures.pictures import picture_of
from reports.rendering.figures.scope import scope_lines
from reports.rendering.fonts import text_widths
from reports.values.charts import (
    Cohort,
    CohortHeatmap,
    Datum,
    DotInterval,
    DotRow,
    Funnel,
    FunnelStep,
    GrowthPeriod,
    Histogram,
    HistogramBin,
    Landmark,
    ReliabilityBin,
    ReliabilityDiagram,
    SmallMultiples,
    SmallPanel,
    StackedGrowth,
    Waterfall,
    WaterfallStep,
)
from reports.values.interval import Interval
from reports.values.reading import Reading

LONG = "Customers of the enterprise plan in the European Union & everybody <b>else</b> " * 3
NUMBERS = {
    "none": None,
    "zero": 0.0,
    "one": 0.5,
    "huge": 9.87e17,
    "negative": -1234.5,
    "tiny": 1e-9,
}


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def empty():
    """Give a chart of each family without any content."""
    none = Datum(None)
    return (
        CohortHeatmap("T", "S", "share", ()),
        Funnel("T", "S", "users", WEEK, ()),
        StackedGrowth("T", "S", "users", ()),
        Waterfall("T", "S", "share", "higher", "bps", WEEK, WEEK, none, none, ()),
        DotInterval("T", "S", "percent", ()),
        Histogram("T", "S", "ms", WEEK, 0, ()),
        ReliabilityDiagram("T", "S", WEEK, ()),
        SmallMultiples("T", "S", "ms", ()),
    )


def filled(value, title="One", count=1):
    """Give a chart of each family that holds one number throughout, if it is one."""
    one = Datum(value, 7, mark="neutral")
    span = None if value is None else Interval(value, value, "t", 7)
    reading = Reading(WEEK, value, "ok", n=7)
    week = GrowthPeriod(WEEK, *[value] * 4)
    edge = value or 0.0
    share = None if value is None else min(max(value, 0.0), 1.0)
    landmark = Landmark(title, edge)
    bins = (HistogramBin(None, edge, value, value), HistogramBin(edge, None, value, value))
    step = WaterfallStep(title, "rest", value, value, named=True)
    return (
        CohortHeatmap("T", "", "USD", (Cohort(WEEK, 7, (one,) * count),) * count, (one,)),
        Funnel("T", "", "users", WEEK, (FunnelStep(title, one, one),) * (1 + count), WEEK),
        StackedGrowth("T", "", "users", (week,) * count),
        Waterfall("T", "", "USD", "lower", "percent", WEEK, WEEK, one, one, (step,) * count),
        DotInterval("T", "", "USD", (DotRow(title, one, span, one, span, title),) * count),
        Histogram("T", "", "USD", WEEK, 7, bins * count, (landmark,) * count, WEEK, 7),
        ReliabilityDiagram("T", "", WEEK, (ReliabilityBin(0, 1, share, share, 7, span),) * count),
        SmallMultiples("T", "", "USD", (SmallPanel(title, (reading,) * count),) * count, value),
    )


def families(chart):
    """Name a chart in the test's id."""
    return type(chart).__name__ if hasattr(chart, "title") else None


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("chart", empty(), ids=families)
def test_nothing_is_drawn_and_said(chart, narrow, widths):
    """A chart without content is a drawing with words, no spots, and empty tables."""
    picture = picture_of(chart, widths, narrow=narrow)
    title, words = described(picture.svg)

    assert [] == beyond(picture, widths)
    assert title
    assert words
    assert chart.title == numbers_of(chart)[0].title
    assert figure_rows(chart)[0]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("at", range(8))
def test_any_number_is_drawn(at, name, narrow, widths):
    """One number, none, huge, negative or tiny ones stay on the drawing."""
    picture = picture_of(filled(NUMBERS[name])[at], widths, narrow=narrow)

    assert [] == beyond(picture, widths)
    assert all(spot.says for spot in picture.spots)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("at", range(8))
def test_long_names_are_cut_and_escaped(at, narrow, widths):
    """A name of any length stays on the drawing, and markup in it stays text."""
    chart = filled(0.5, LONG)[at]
    picture = picture_of(chart, widths, narrow=narrow)
    drawn = overlay(picture, LONG, "g")

    assert [] == beyond(picture, widths)
    assert "<b>else" not in picture.svg
    assert "<b>else" not in drawn


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("at", range(8))
def test_many_rows_are_cut_or_drawn_small(at, narrow, widths):
    """Sixty of everything fit a page and a drawing."""
    picture = picture_of(filled(3.0, "One", 60)[at], widths, narrow=narrow)

    assert [] == beyond(picture, widths)
    assert picture.size[1] < 1600


@pytest.mark.parametrize("chart", all_charts(), ids=families)
def test_realistic_charts_stay_inside(chart, widths):
    """Every chart of the gallery stays inside its drawing, and says what it covers."""
    for narrow in (False, True):
        assert [] == beyond(picture_of(chart, widths, narrow=narrow), widths)
    assert scope_lines(chart)


@pytest.mark.parametrize("chart", all_charts(), ids=families)
def test_drawing_is_plain(chart, widths):
    """Print needs no anchors, gradients, styles or opacity, and coordinates of one decimal."""
    svg = picture_of(chart, widths).svg
    attributes = {name for shape in parsed(svg).iter() for name in shape.attrib}

    assert set() == attributes & {"text-anchor", "style", "opacity", "fill-opacity", "transform"}
    assert "gradient" not in svg.lower()
    assert not [
        value
        for shape in parsed(svg).iter()
        for name, value in shape.attrib.items()
        if name in {"x", "y", "cx", "cy", "points"} and ".00" in value
    ]


def test_missing_middle_of_growth_is_no_zero(widths):
    """A period of which a part is missing has a tinted slot and no bars above zero."""
    weeks = tuple(GrowthPeriod(week, 5.0, 20.0, 3.0, 4.0) for week in WEEKS[:3])
    broken = replace(weeks[1], retained=None, status="missing", reason="no rows")
    whole, gap = (
        picture_of(StackedGrowth("T", "", "users", one), widths).svg
        for one in (weeks, (weeks[0], broken, weeks[2]))
    )

    assert (0, 1) == tuple(svg.count('class="f-band"') for svg in (whole, gap))
    assert 3 == whole.count('<rect class="f-shade') - 1
    assert 2 == gap.count('<rect class="f-shade') - 1

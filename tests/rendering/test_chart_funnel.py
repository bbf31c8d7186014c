"""Funnels: lengths, shares of the step before, marks."""

from dataclasses import replace

import pytest
from drawings import described, shapes, text_of, uncoloured, words_of
from gallery_people import funnel as sample
from review_sample_kpis import WEEK

from reports.rendering.charts.funnel import funnel, gone_on
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum, Funnel, FunnelStep


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_counts(*counts):
    """Give a funnel of counts."""
    steps = tuple(FunnelStep(f"Step {at}", Datum(count)) for at, count in enumerate(counts))
    return Funnel("T", "", "users", WEEK, steps)


def test_bars_are_as_long_as_their_counts(widths):
    """A bar begins at zero, and half the count is half the length."""
    bars = shapes(funnel(of_counts(400, 200, 100), widths).svg, "rect", "f-ink")
    lengths = [float(one.get("width")) for one in bars]

    assert 1 == len({one.get("x") for one in bars})
    assert [0.5, 0.25] == [pytest.approx(length / lengths[0], abs=0.002) for length in lengths[1:]]


def test_share_of_the_step_before_stands_beside(widths):
    """Each step but the first says which share of the step before went on to it."""
    drawn = text_of(funnel(sample(), widths).svg)

    assert ("", "") == gone_on(sample(), 0)
    assert "9.88k | 76.4 % of step before" in drawn
    assert 4 == drawn.count("of step before")


def test_period_before_is_behind(widths):
    """The wide bars of the period before come first in the drawing."""
    svg = funnel(sample(), widths).svg

    assert svg.index('class="f-shade"') < svg.index('class="f-ink"')
    assert [5, 0] == [
        len(shapes(funnel(one, widths).svg, "rect", "f-shade")) for one in (sample(), of_counts(3))
    ]


def test_missing_step_has_no_bar_and_no_shares(widths):
    """A step without a count says why, and no share is made of it; nor of a step of zero."""
    chart = of_counts(400, None, 100, 0, 5)
    drawn = funnel(chart, widths)

    assert 4 == len(shapes(drawn.svg, "rect", "f-ink"))
    assert [("", "")] * 4 == [gone_on(chart, at) for at in (0, 1, 2, 4)]
    assert "no data" == drawn.spots[1].says


@pytest.mark.parametrize("narrow", [False, True])
def test_state_needs_no_colour(widths, narrow):
    """A marked step has a flag, which points up for good news and down for bad."""
    chart = sample()
    drawn = set()
    for mark in ("none", "favourable", "adverse"):
        step = replace(chart.steps[1], now=Datum(9_877, mark=mark))
        one = replace(chart, steps=(chart.steps[0], step))
        drawn.add(uncoloured(funnel(one, widths, narrow=narrow).svg))

    assert 3 == len(drawn)


def test_mark_belongs_to_the_share(widths):
    """The share of the step before has the colour of the mark; the count has not."""
    tones = {one.text: one.tone for one in words_of(funnel(sample(), widths).svg)}

    assert "f-warning" == tones["18.3 % of step before"]
    assert "f-ink" == tones["1.70k"]


def test_words_name_the_narrowest_step(widths):
    """The description has both ends, and where the smallest share goes on."""
    title, words = described(funnel(sample(), widths).svg)

    assert "Chart of 5 steps" == title
    assert "Came back within a week 1.19k, 9.2 % of the first" in words
    assert "smallest share goes on to Rated or saved the answer: 18.3 %" in words

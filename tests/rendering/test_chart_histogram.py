"""Histograms: bins, shares, landmarks."""

from dataclasses import replace

import pytest
from drawings import colliding, described, shapes, text_of, told, words_of
from gallery_model import histogram as sample
from review_sample_kpis import WEEK

from reports.rendering.charts.bins import bin_text, bound_texts, bounds_of, place_of
from reports.rendering.charts.histogram import histogram
from reports.rendering.fonts import text_widths
from reports.values.charts import Histogram, HistogramBin, Landmark

TENS = (HistogramBin(0, 10, 2), HistogramBin(10, 20, 6), HistogramBin(20, None, 2))


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_bins(bins=TENS, n=10, **more):
    """Give a histogram of bins."""
    return Histogram("T", "", "days", WEEK, n, bins, **more)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-5, 0.0), (0, 0.0), (5, 0.5), (10, 1.0), (15, 1.5), (20, 2.5), (99, 2.5)],
)
def test_value_lies_in_its_bin(value, expected):
    """A value lies between its bounds by proportion, in an open bin in the middle."""
    assert expected == place_of(value, TENS)


def test_value_beyond_the_last_bound_stands_at_the_end():
    """Without an open bin the axis ends at the last bound."""
    assert 2.0 == place_of(99, TENS[:2])
    assert 0.0 == place_of(99, ())


def test_bounds_are_written_once():
    """Each bound stands once, open ones nowhere; all have the same decimals if that is short."""
    assert [0, 10, 20, None] == bounds_of(TENS)
    assert ["0", "10", ""] == [
        one.replace("\N{NO-BREAK SPACE}", " ") for one in bound_texts([0, 10, None], "days")
    ]
    assert ["100 ms", "178 ms", "1.00 s"] == [
        one.replace("\N{NO-BREAK SPACE}", " ") for one in bound_texts([100, 178, 1000], "ms")
    ]


def test_bins_are_named_by_their_bounds():
    """A bin says from where to where, or what is open."""
    names = [
        bin_text(one, "ms").replace("\N{NO-BREAK SPACE}", " ")
        for one in (
            HistogramBin(None, 100, 1),
            HistogramBin(100, 200, 1),
            HistogramBin(200, None, 1),
            HistogramBin(None, None, 1),
        )
    ]

    assert ["below 100 ms", "100 to 200 ms", "200 ms or more", "all"] == names


def test_bars_are_shares_of_all(widths):
    """A bar is as high as its share of n, so that two periods can be compared."""
    bins = tuple(replace(one, before=one.now * 50) for one in TENS)
    svg = histogram(of_bins(bins, n_before=500), widths).svg
    now, before = (
        [float(one.get("height")) for one in shapes(svg, "rect", tone)]
        for tone in ("f-grey", "f-shade")
    )

    assert now == before
    assert pytest.approx(3, abs=0.01) == now[1] / now[0]


def test_missing_count_is_tinted_and_zero_is_nothing(widths):
    """A bin without a count is no empty bin."""
    bins = (*TENS[:2], HistogramBin(20, 30, 0), HistogramBin(30, 40, None))
    picture = histogram(of_bins(bins), widths)

    assert (1, 2) == tuple(len(shapes(picture.svg, "rect", tone)) for tone in ("f-band", "f-grey"))
    assert ["0.0 % · n 0", "no data"] == [told(spot)[1] for spot in picture.spots[2:]]


@pytest.mark.parametrize("narrow", [False, True])
def test_landmarks_do_not_meet(widths, narrow):
    """Names of landmarks that are close stand above each other; a target is a dashed line."""
    marks = tuple(Landmark(f"landmark {at}", 15.0 + at / 10) for at in range(4))
    crowded = of_bins(landmarks=(*marks, Landmark("target", 15.2, target=True)))
    svg = histogram(crowded, widths, narrow=narrow).svg

    assert [] == colliding(svg, widths)
    assert 5 == len({one.y for one in words_of(svg) if one.tone == "f-ink"})
    assert 1 == svg.count("stroke-dasharray")


def test_words_and_spots_tell_the_numbers(widths):
    """The description has n, the fullest bin and the landmarks; a bin its share and count."""
    picture = histogram(sample(), widths)

    words = described(picture.svg)[1]

    assert "n 10.6k; the fullest bin of all is 562 to 750 ms, 19.1 %; median 640 ms" in words
    assert ("562 to 750 ms", "19.1 % · n 2.03k · before 19.1 %") == told(picture.spots[6])
    assert "20 %" in text_of(picture.svg)

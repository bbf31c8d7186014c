"""Invented charts about models and retrospectives; no clock, no randomness."""

import math
from itertools import pairwise

from gallery_people import WEEKS, wave
from review_sample_kpis import WEEK

from reports.values.calendar import Period
from reports.values.charts import (
    Datum,
    DotInterval,
    DotRow,
    Histogram,
    HistogramBin,
    Landmark,
    ReliabilityBin,
    ReliabilityDiagram,
    SmallMultiples,
    SmallPanel,
    Waterfall,
    WaterfallStep,
)
from reports.values.document import Quantity
from reports.values.interval import Interval
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal

BEFORE = WEEK.shifted(-7)
BASE = Period(WEEKS[-7].start, WEEKS[-2].end, "rolling")


def waterfall():
    """Give a fall of a share by six segments, and by the mix of plans."""
    steps = (
        WaterfallStep("Free plan", "segment", -0.0182, 0.006, named=True, n=6_120),
        WaterfallStep("Team plan", "segment", -0.0021, 0.007, n=2_310),
        WaterfallStep("Enterprise in the European Union", "segment", 0.0064, 0.005, True, 1_288),
        WaterfallStep("Enterprise elsewhere", "segment", 0.0012, 0.004, n=940),
        WaterfallStep("Mix of plans", "mix", -0.0075, 0.003, named=True, n=10_658),
        WaterfallStep("Education", "segment", None, n=12, reason="fewer than 30"),
    )
    return Waterfall(
        "The free plan and the mix of plans carry the fall",
        "Answers accepted, share; what each reason adds, in basis points",
        "share",
        "higher",
        "bps",
        BASE,
        WEEK,
        Datum(0.642, 61_004),
        Datum(0.6201, 10_670),
        steps,
        (
            "The share changed by ",
            Quantity(-219, "bps", "change"),
            "; the free plan makes ",
            Quantity(-182, "bps", "change"),
            " of it.",
        ),
    )


def dots():
    """Give five bets, one of them without an expectation and one without an answer."""
    rows = (
        _row("Shorter first answer", 2.1, 1.2, 3.0, 1.5, "confirmed", "favourable"),
        _row("Sources beside every sentence", 0.4, 1.1, 2.0, 1.0, "not shown"),
        _row("Ask before long answers", -1.9, 0.8, 1.0, 0.6, "refuted", "adverse"),
        DotRow("Cheaper model at night", Datum(0.3, 5_200), _interval(0.3, 0.7), note="no bet"),
        DotRow("Reminders after a week", Datum(None, 21, "insufficient"), None, Datum(4.0)),
    )
    return DotInterval(
        "One of three bets did what it was to do",
        "Change of the bet's KPI against before, with a 95 % interval, %",
        "percent",
        rows,
        WEEK,
        "signed",
        "higher",
        caption=("A bet is confirmed if its interval holds what was expected and leaves zero.",),
    )


def _interval(middle, half):
    return Interval(middle - half, middle + half, "t", 4_000)


def _row(*values):
    title, middle, half, expected, room, note, *mark = values
    datum = Datum(middle, 8_420, mark=mark[0] if mark else "none")
    return DotRow(
        title, datum, _interval(middle, half), Datum(expected), _interval(expected, room), note
    )


def histogram():
    """Give latencies in logarithmic bins, open at the upper end, with three landmarks."""
    edges = [100 * 10 ** (at / 8) for at in range(17)]
    bins = [
        HistogramBin(low, high, _count(at, 6.2, 10_670), _count(at, 5.8, 9_980))
        for at, (low, high) in enumerate(pairwise(edges))
    ]
    bins.append(HistogramBin(edges[-1], None, 61, 40))
    n, n_before = (sum(getattr(one, name) for one in bins) for name in ("now", "before"))
    return Histogram(
        "The whole distribution moved to slower answers",
        "Time to the last token, share of answers",
        "ms",
        WEEK,
        n,
        tuple(bins),
        (
            Landmark("median", 640.0),
            Landmark("p95", 3_120.0),
            Landmark("target for p95", 2_500.0, target=True),
        ),
        BEFORE,
        n_before,
        (
            "The median rose to ",
            Quantity(640, "ms"),
            "; one answer in twenty took longer than ",
            Quantity(3_120, "ms"),
            ".",
        ),
    )


def _count(at, middle, n):
    return round(n * 0.19 * math.exp(-((at - middle) ** 2) / 8.4) + 9)


def reliability():
    """Give ten bins that claim too much at the upper end, and the version before."""
    bins = tuple(_bin(at, 0.17) for at in range(10))
    before = tuple(_bin(at, 0.05) for at in range(10))
    return ReliabilityDiagram(
        "The classifier claims too much where it is surest",
        "Questions routed to an expert: share that needed one, by predicted probability",
        WEEK,
        bins,
        Datum(0.061, 6_214, mark="adverse"),
        before,
        BEFORE,
        (
            "Of questions with a probability above ",
            Quantity(0.9, "share"),
            ", ",
            Quantity(bins[-1].observed, "share"),
            " needed an expert.",
        ),
    )


def _bin(at, excess):
    low, high = at / 10, (at + 1) / 10
    predicted = low + 0.05 + 0.008 * wave(3, at)
    observed = predicted - excess * predicted**2.5 + 0.012 * wave(5, at)
    n = round(1_900 * math.exp(-at / 2.4) + 140 + 60 * wave(1, at))
    half = 1.96 * math.sqrt(observed * (1 - observed) / n)
    mark = "adverse" if excess > 0.1 and at > 7 else "none"
    bounds = Interval(observed - half, observed + half, "wilson", n)
    return ReliabilityBin(low, high, predicted, observed, n, bounds, mark)


def multiples():
    """Give eight models on one scale, one with a signal and one with a gap."""
    names = (
        *("assistant 4.2", "assistant 4.1", "search 2.0", "rewrite 1.3"),
        *("Classifier of long documents", "translate 3", "summaries", "voice"),
    )
    panels = tuple(_panel(name, at) for at, name in enumerate(names))
    return SmallMultiples(
        "Only the newest assistant got slower",
        "Median time to the last token by model",
        "ms",
        panels,
        900.0,
        ("All lines share one scale, from the fastest to the slowest model.",),
    )


def _panel(name, seed):
    level = 560 + 48 * seed
    values = [level * (1 + 0.05 * wave(seed, at)) for at in range(26)]
    values[-1] *= 1.42 if seed == 0 else 1.0
    readings = [Reading(w, v, "ok", n=900) for w, v in zip(WEEKS, values, strict=True)]
    before = [Reading(w.shifted(-364), v * 1.12, "ok") for w, v in zip(WEEKS, values, strict=True)]
    if seed == 5:
        readings[12:15] = [Reading(w, None, "missing", "no rows") for w in WEEKS[12:15]]
    limits = tuple((level,) * 26 for level in (level, level * 0.89, level * 1.11))
    normal = NormalRange(*limits, "locked")
    signal = None
    if seed == 0:
        signal = Signal(
            *("p50", name, "ms", "beyond_limit", "up", False, WEEK.start, 1, values[-1]),
            *(level, level * 0.89, level * 1.11, 3.2),
        )
    return SmallPanel(name, tuple(readings), tuple(before), normal, signal)

"""A KPI's change split over the segments of a dimension."""

from dataclasses import replace
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.kpis.attribution.split import attribute
from tests.kpis.attribution.breakdowns import LAST, base_of, breakdown, series, weeks_of

WEEKS = 14
VALUES = st.one_of(st.none(), st.floats(0, 1e6))


@st.composite
def segments_of(draw):
    """Draw some segments of a ratio with gaps; one of them has no gap."""
    names = draw(st.sets(st.sampled_from("abcdefg"), min_size=1))
    drawn = {}
    for name in names:
        second = draw(
            st.lists(st.one_of(st.none(), st.floats(1, 1e6)), min_size=WEEKS, max_size=WEEKS)
        )
        shares = draw(st.lists(st.floats(0, 1), min_size=WEEKS, max_size=WEEKS))
        first = [None if d is None else d * share for d, share in zip(second, shares, strict=True)]
        drawn[name] = series(first, second, [0 if d is None else int(d) for d in second])
    return drawn | {"z": series([30.0] * WEEKS, [100.0] * WEEKS)}


def totals(segments, places):
    """Return the pooled ratio of all segments in some weeks."""
    tops = [one.first[place] or 0.0 for one in segments.values() for place in places]
    return fsum(tops) / fsum(one.second[k] or 0.0 for one in segments.values() for k in places)


@settings(max_examples=60)
@given(segments_of(), st.integers(1, 4), st.integers(0, 30))
def test_ratio_effects_add_up_to_the_change(segments, size, minimum):
    """Whatever is pooled, new or gone, the effects are this week's ratio less the base's."""
    found = attribute("ratio", breakdown(segments), LAST, base_of(size), minimum)
    change = totals(segments, [WEEKS - 1]) - totals(segments, range(WEEKS - 1 - size, WEEKS - 1))

    if found is not None:
        assert change == pytest.approx(found.change, abs=1e-9)
        assert found.change == pytest.approx(
            fsum(one.effect for one in found.contributions), abs=1e-12
        )
        assert found.change == pytest.approx(found.mix + found.rate, abs=1e-12)


@settings(max_examples=30)
@given(segments_of(), st.randoms())
def test_order_of_the_segments_does_not_matter(segments, random):
    """The same segments in another order give the same answer to the last bit."""
    names = list(segments)
    random.shuffle(names)
    shuffled = {name: segments[name] for name in names}

    assert attribute("ratio", breakdown(segments), LAST, base_of(2), 5) == attribute(
        "ratio", breakdown(shuffled), LAST, base_of(2), 5
    )


def test_a_total_is_set_against_the_mean_week_of_its_base():
    """Totals change by this week's value less the mean of the base's weeks."""
    segments = {
        "free": series([None] * 9 + [10.0, 20.0, 45.0]),
        "paid": series([None] * 9 + [7.0, 9.0, 8.0]),
    }

    found = attribute("total", breakdown(segments), LAST, base_of(2), 5)

    assert (30.0, None, None) == (found.change, found.mix, found.rate)
    assert [("free", 15.0, 45.0, 30.0), ("paid", 8.0, 8.0, 0.0)] == [
        (one.segment, one.before, one.now, one.effect) for one in found.contributions
    ]


def test_a_missing_week_of_the_base_is_not_zero():
    """A base week in which no segment has a value is left out of the mean."""
    segments = {"a": series([8.0, None, 9.0]), "b": series([2.0, None, 2.0])}

    found = attribute("total", breakdown(segments), LAST, base_of(2), 5)

    assert 1.0 == found.change


def test_a_week_without_a_value_of_the_whole_is_missing():
    """Where days are missing the KPI has no value, whatever its segments have of that week."""
    segments = {"a": series([8.0, 1.0, 9.0]), "b": series([2.0, 2.0, 2.0])}
    whole = series([10.0, None, 11.0])

    found = attribute("total", breakdown(segments, whole), LAST, base_of(2), 5)

    assert 1.0 == found.change


def test_a_segment_without_rows_has_no_value_but_an_effect():
    """New and vanished segments add and take all they had, and show nothing where they had none."""
    segments = {
        "new": series([None, 5.0], n=[0, 50]),
        "gone": series([3.0, None], n=[30, 0]),
        "same": series([1.0, 1.0]),
    }

    found = attribute("total", breakdown(segments), LAST, base_of(1), 5)

    assert [
        ("new", None, 5.0, 5.0, 50),
        ("gone", 3.0, None, -3.0, 0),
        ("same", 1.0, 1.0, 0.0, 100),
    ] == [(one.segment, one.before, one.now, one.effect, one.n) for one in found.contributions]


def noisy(random, shares, size=10_000):
    """Return weekly numerators and denominators with ordinary noise around given shares."""
    second = random.poisson(size, len(shares)).astype(float)
    return random.binomial(second.astype(int), shares).astype(float), second


def test_the_segment_that_broke_is_named_and_the_others_are_not():
    """One segment's rate falls by a tenth: it stands out, first and alone."""
    random = np.random.default_rng(3)
    segments = {}
    for name, last in (("ios", 0.27), ("android", 0.3), ("web", 0.3)):
        first, second = noisy(random, np.array([0.3] * 25 + [last]))
        segments[name] = series(first.tolist(), second.tolist(), second.astype(int).tolist())

    found = attribute("ratio", breakdown(segments), LAST, base_of(4), 5)

    assert "segments" == found.verdict
    assert [("ios", True), (False), (False)] == [
        (one.segment, one.named) if one.segment == "ios" else one.named
        for one in found.contributions
    ]


def test_a_shift_between_steady_segments_is_mix():
    """When every segment keeps its rate and the weaker one grows, the mix moved."""
    random = np.random.default_rng(4)
    strong = noisy(random, np.array([0.5] * 26))
    weak = [
        np.append(column[:-1], column[-1] * 2) for column in noisy(random, np.array([0.2] * 26))
    ]
    segments = {
        "strong": series(strong[0].tolist(), strong[1].tolist()),
        "weak": series(weak[0].tolist(), weak[1].tolist()),
    }

    found = attribute("ratio", breakdown(segments), LAST, base_of(4), 5)

    assert "mix" == found.verdict
    assert abs(found.mix) > 5 * abs(found.rate)


def test_a_change_of_everything_is_spread():
    """When all segments fall by the same tenth, no segment is the place to look."""
    random = np.random.default_rng(5)
    segments = {}
    for name, size in (("a", 9000), ("b", 5000), ("c", 3000)):
        values = random.poisson(size, 26).astype(float)
        values[-1] = round(values[-1] * 0.9)
        segments[name] = series(values.tolist())

    found = attribute("total", breakdown(segments), LAST, base_of(4), 5)

    assert "spread" == found.verdict


def test_a_young_ratio_is_judged_by_sampling_noise():
    """Without enough weeks to learn from, standard errors of the shares take their place."""
    segments = {
        "a": series([300.0, 500.0], [1000.0] * 2),
        "b": series([300.0, 305.0], [1000.0] * 2),
    }
    young = {name: replace(one, n=(1000, 1000)) for name, one in segments.items()}

    found = attribute("ratio", breakdown(young), LAST, base_of(1), 5)

    assert [("a", True), ("b", False)] == [(one.segment, one.named) for one in found.contributions]


@pytest.mark.parametrize("kind", ["mean", "total"])
def test_young_means_and_totals_name_nobody(kind):
    """Where noise can be neither learned nor computed, it is null and no segment is named."""
    segments = {"a": series([300.0, 900.0], [100.0] * 2), "b": series([300.0, 305.0], [100.0] * 2)}

    found = attribute(kind, breakdown(segments), LAST, base_of(1), 5)

    assert {(None, False)} == {(one.noise, one.named) for one in found.contributions}


COUNTS = {"a": series([10.0, 30.0]), "b": series([20.0, 20.0])}


@pytest.mark.parametrize(
    ("kind", "whole", "splits"),
    [
        ("distinct", [30.0, 50.0], True),
        ("distinct", [30.0, 49.8], True),
        ("distinct", [30.0, 49.7], False),
        ("distinct", [29.0, 50.0], False),
        ("distinct", None, False),
        ("level", [30.0, 50.0], True),
        ("total", None, True),
        ("total", [30.0, 70.0], False),
        ("quantile", [30.0, 50.0], False),
        ("minimum", [30.0, 50.0], False),
        ("maximum", [30.0, 50.0], False),
        ("formula", [30.0, 50.0], False),
    ],
)
def test_only_what_adds_up_is_split(kind, whole, splits):
    """Segments in which someone counts twice, or that leave someone out, are no split."""
    overall = None if whole is None else series(whole)

    found = attribute(kind, breakdown(COUNTS, overall), LAST, base_of(1), 5)

    assert splits == (found is not None)


@pytest.mark.parametrize(
    "segments",
    [
        {},
        {"a": series([1.0, 2.0])},
        {"a": series([1.0, None]), "b": series([1.0, None])},
        {"a": series([None, 1.0]), "b": series([None, 1.0])},
        {"a": series([1.0, 2.0], n=[9, 3]), "b": series([1.0, 2.0])},
    ],
)
def test_nothing_to_compare_gives_nothing(segments):
    """No segment, a single one, a missing week or base, or one small of two: no split."""
    assert attribute("total", breakdown(segments), LAST, base_of(1), 5) is None


def test_weeks_between_base_and_current_do_not_count():
    """A signal of several weeks is set against the weeks before it began."""
    segments = {"a": series([10.0, 99.0, 30.0]), "b": series([5.0, 99.0, 5.0])}
    week = weeks_of(3)[0]

    found = attribute("total", breakdown(segments), LAST, week, 5)

    assert (20.0, week, LAST) == (found.change, found.base, found.current)

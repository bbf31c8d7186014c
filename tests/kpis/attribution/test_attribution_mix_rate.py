"""The exact split of a ratio's change into mix and rate."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.attribution.mix_rate import mix_rate
from tests.kpis.statistics_cases import case, differences

PARTS = st.one_of(st.just((0.0, 0.0)), st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)))
SIDES = st.lists(st.tuples(PARTS, PARTS), min_size=1, max_size=12)


def sides_of(pairs):
    """Return both sides with one more segment, so that neither is empty."""
    pairs = [*pairs, ((1.0, 2.0), (3.0, 4.0))]
    return [before for before, _ in pairs], [now for _, now in pairs]


def overall(parts):
    """Return the ratio of all segments together."""
    return fsum(top for top, _ in parts) / fsum(bottom for _, bottom in parts)


def scale(before, now):
    """Return the size that rounding is measured by."""
    sides = [(abs(top), bottom) for top, bottom in before], [(abs(t), b) for t, b in now]
    return max(overall(side) for side in sides)


def test_split_agrees_with_the_reference():
    """Mix and rate of each segment and in all are the reference's."""
    found = case("d1")
    segments = found["inputs"]["segments"]
    before = [(float(k0), float(n0)) for n0, k0, _, _ in segments.values()]
    now = [(float(k1), float(n1)) for _, _, n1, k1 in segments.values()]
    effects = mix_rate(before, now)

    actual = {
        "rate0": overall(before),
        "rate1": overall(now),
        "change": fsum(one.effect for one in effects),
        "by_segment": {
            name: {"mix": one.mix, "rate": one.rate}
            for name, one in zip(segments, effects, strict=True)
        },
        "total_mix": fsum(one.mix for one in effects),
        "total_rate": fsum(one.rate for one in effects),
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


@given(SIDES)
def test_effects_add_up_to_the_change(pairs):
    """Nothing is left over, with new and vanished segments too."""
    before, now = sides_of(pairs)
    effects = mix_rate(before, now)

    assert overall(now) - overall(before) == pytest.approx(
        fsum(one.effect for one in effects), rel=1e-9, abs=1e-12 * scale(before, now)
    )


@given(SIDES)
def test_mix_and_rate_add_up_to_the_effect(pairs):
    """Each segment's effect is its mix and its rate, and nothing else."""
    before, now = sides_of(pairs)
    for one in mix_rate(before, now):
        rounding = 1e-12 * max(abs(one.mix), abs(one.rate), scale(before, now))

        assert one.mix + one.rate == pytest.approx(one.effect, abs=rounding)


@given(SIDES)
def test_swapping_the_sides_turns_the_signs_round(pairs):
    """What was added on the way there is taken off on the way back."""
    before, now = sides_of(pairs)

    for there, back in zip(mix_rate(before, now), mix_rate(now, before), strict=True):
        rounding = 1e-12 * max(abs(there.mix), abs(there.rate), scale(before, now))
        assert (-there.mix, -there.rate) == pytest.approx((back.mix, back.rate), abs=rounding)


@given(SIDES, st.randoms())
def test_order_of_the_segments_does_not_matter(pairs, random):
    """A segment's effect is the same wherever it stands."""
    before, now = sides_of(pairs)
    order = list(range(len(before)))
    random.shuffle(order)
    shuffled = mix_rate([before[k] for k in order], [now[k] for k in order])
    straight = mix_rate(before, now)

    assert [straight[k] for k in order] == list(shuffled)


def test_a_segment_on_one_side_only_adds_mix():
    """New and vanished segments have no rate of their own to change."""
    vanished, new, _ = mix_rate(
        [(10.0, 100.0), (0.0, 0.0), (50.0, 100.0)], [(0.0, 0.0), (30.0, 100.0), (50.0, 100.0)]
    )
    # R goes from 0.3 to 0.4; the mean is 0.35.
    assert (0.0, -0.5 * (0.1 - 0.35)) == pytest.approx((vanished.rate, vanished.mix))
    assert (0.0, 0.5 * (0.3 - 0.35)) == pytest.approx((new.rate, new.mix))


def test_growing_good_and_shrinking_bad_segments_both_help():
    """Mix effects are read against the mean ratio, not against zero."""
    good, bad = mix_rate([(80.0, 100.0), (20.0, 100.0)], [(120.0, 150.0), (10.0, 50.0)])

    # R goes from 0.5 to 0.65; the mean is 0.575.
    assert 0.25 * (0.8 - 0.575) == pytest.approx(good.mix)
    assert -0.25 * (0.2 - 0.575) == pytest.approx(bad.mix)


def test_a_side_without_denominators_has_no_split():
    """Without anything to divide by there is no change to split."""
    assert mix_rate([(1.0, 0.0)], [(1.0, 2.0)]) is None

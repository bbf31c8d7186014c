"""What a split says in one word."""

import pytest

from reports.kpis.attribution.effect import Effect
from reports.kpis.attribution.noise import Noise
from reports.kpis.attribution.verdict import Findings, judge, shares_of


def findings(effects, noise, shares=None):
    """Return findings of (mix, rate) pairs, or of plain effects."""
    return Findings(
        tuple(Effect(sum(one), *one) if isinstance(one, tuple) else Effect(one) for one in effects),
        None if noise is None else tuple(Noise(*one) for one in noise),
        tuple(shares or (1 / len(effects),) * len(effects)),
    )


def test_effects_beyond_their_noise_are_named():
    """An effect as large as its noise is not named, a larger one is, of either sign."""
    found = findings([3.0, -3.1, 3.1], [(3.0, 0.0)] * 3)

    assert (False, True, True) == found.named


def test_without_known_noise_nothing_is_named():
    """What may be noise is not shown as a cause."""
    found = findings([3.0, -9.0], None)

    assert ((False, False), "spread") == (found.named, judge(found))


def test_what_rounding_leaves_is_not_named():
    """A segment that never moves has no noise; a rounding error does not name it."""
    assert (True, False) == findings([1.0, 1e-17], [(0.0, 0.0)] * 2).named


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        ([(0.06, 0.01), (0.02, 0.00)], "mix"),
        # As much mix as rate.
        ([(0.02, 0.04), (0.02, 0.00)], "segments"),
        # The mix goes the other way.
        ([(-0.08, 0.02), (-0.04, 0.20)], "segments"),
        # Mix is the most of it, but one segment's own rate moved along as well.
        ([(0.06, 0.04), (0.02, 0.00)], "segments"),
        # One segment's own rate moved, but against the change.
        ([(0.09, -0.04), (0.02, 0.00)], "mix"),
    ],
)
def test_mix_is_said_only_where_nothing_changed_inside(effects, verdict):
    """Shifts are the story if they are most of the change and no rate moved along."""
    assert verdict == judge(findings(effects, [(0.03, 0.03)] * 2))


def test_a_rate_is_held_against_its_own_noise():
    """Where the mix makes the noise of an effect large, a rate can still move beyond its own."""
    effects = [(0.06, 0.04), (0.02, 0.00)]

    assert ("spread", "mix") == (
        judge(findings(effects, [(0.2, 0.03)] * 2)),
        judge(findings(effects, [(0.2, 0.05)] * 2)),
    )


def test_without_known_noise_the_sizes_say_mix():
    """Mix and rate are exact, so the larger one can be told without noise."""
    assert "mix" == judge(findings([(0.06, 0.01), (0.02, 0.00)], None))


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        # One segment alone, the others as always.
        ([50.0, 1.0, -1.0], "segments"),
        # All by a tenth of what they are.
        ([50.0, 30.0, 20.0], "spread"),
        # All by about a tenth: what departs from that is within the noise.
        ([52.0, 29.0, 19.0], "spread"),
        # Two against each other.
        ([50.0, -45.0, 1.0], "segments"),
        # Nobody beyond the noise.
        ([2.0, 2.0, 2.0], "spread"),
    ],
)
def test_segments_that_move_alike_are_no_place_to_look(effects, verdict):
    """Effects in proportion to what the segments are say that the cause is common to all."""
    assert verdict == judge(findings(effects, [(3.0, 0.0)] * 3, (0.5, 0.3, 0.2)))


def test_shares_are_parts_of_the_whole_before():
    """Shares add up to one; where there was nothing before, there are none."""
    assert ((0.25, 0.75), (0.0,)) == (shares_of([(1.0, 9.0), (3.0, 9.0)]), shares_of([(0.0, 1.0)]))

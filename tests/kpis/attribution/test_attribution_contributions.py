"""The split of a total's change over segments."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.attribution.contributions import contributions

SUMS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=10)


@given(SUMS, st.integers(1, 8))
def test_effects_add_up_to_the_change_of_the_mean_week(pairs, weeks):
    """The whole is this week's total less the mean week's."""
    before = [(value, float(weeks)) for value, _ in pairs]
    now = [(value, 1.0) for _, value in pairs]
    change = fsum(value for value, _ in now) - fsum(value for value, _ in before) / weeks

    effects = contributions(before, now)

    assert change == pytest.approx(fsum(one.effect for one in effects), rel=1e-9, abs=1e-3 * 1e-6)


def test_totals_have_neither_mix_nor_rate():
    """A total's segments only add up."""
    (effect,) = contributions([(30.0, 3.0)], [(12.0, 1.0)])

    assert (2.0, None, None) == (effect.effect, effect.mix, effect.rate)

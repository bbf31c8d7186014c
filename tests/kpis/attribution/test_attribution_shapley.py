"""The fair split of a product's change."""

from itertools import permutations
from math import fsum, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.attribution.shapley import shapley_product
from tests.kpis.statistics_cases import case, differences

FACTORS = st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=1, max_size=5)


def by_orders(before, now):
    """Return the mean step of each factor over all orders, worked out one by one."""
    steps = [[] for _ in before]
    for order in permutations(range(len(before))):
        values = list(before)
        for factor in order:
            product = prod(values)
            values[factor] = now[factor]
            steps[factor].append(prod(values) - product)
    return [fsum(one) / len(one) for one in steps]


def test_split_agrees_with_the_reference():
    """Effects per factor and segment are the reference's."""
    found = case("d3")
    names, inputs = found["inputs"]["columns"], found["inputs"]
    effects = {
        segment: dict(zip(names, shapley_product(before, inputs["current"][segment]), strict=True))
        for segment, before in inputs["base"].items()
    }

    actual = {
        "change": fsum(value for one in effects.values() for value in one.values()),
        "total_by_factor": {name: fsum(one[name] for one in effects.values()) for name in names},
        "by_segment": effects,
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


@given(FACTORS)
def test_effects_are_the_means_over_all_orders(pairs):
    """The closed weights give what trying every order gives, with zeros and signs too."""
    before, now = zip(*pairs, strict=True)
    size = prod(max(abs(old), abs(new), 1.0) for old, new in pairs)

    assert by_orders(before, now) == pytest.approx(shapley_product(before, now), abs=1e-9 * size)


@given(FACTORS)
def test_effects_add_up_to_the_change(pairs):
    """Nothing is left over."""
    before, now = zip(*pairs, strict=True)
    size = prod(max(abs(old), abs(new), 1.0) for old, new in pairs)

    assert prod(now) - prod(before) == pytest.approx(
        fsum(shapley_product(before, now)), abs=1e-9 * size
    )


@given(FACTORS, st.floats(-100, 100))
def test_a_factor_that_stands_still_adds_nothing(pairs, still):
    """Only what changes has an effect."""
    before, now = zip(*pairs, (still, still), strict=True)

    assert 0.0 == shapley_product(before, now)[-1]


@pytest.mark.parametrize("factors", [(), (1.0,) * 7])
def test_only_one_to_six_factors_are_split(factors):
    """More factors than six, or none, are refused."""
    with pytest.raises(ValueError, match="1 to 6"):
        shapley_product(factors, factors)


def test_both_sides_need_the_same_factors():
    """Sides of different length are refused."""
    with pytest.raises(ValueError, match="2 and 1 factors"):
        shapley_product((1.0, 2.0), (1.0,))

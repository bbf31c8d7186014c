"""How large effects get without a cause."""

from math import sqrt

import numpy as np
import pytest

from reports.kpis.attribution.cells import ratio_cells, total_cells
from reports.kpis.attribution.mix_rate import mix_rate
from reports.kpis.attribution.noise import learn_noise, sampling_noise
from reports.kpis.attribution.segments import find_window
from tests.kpis.attribution.breakdowns import LAST, base_of, breakdown, series


def test_noise_is_three_times_the_spread_of_past_effects():
    """A total that goes up and down by two has effects of two, and noise of six."""
    segments = {"a": series([10.0, 12.0] * 5 + [50.0]), "b": series([5.0] * 11)}
    window = find_window(breakdown(segments), LAST, base_of(1))

    noisy, calm = learn_noise(total_cells(segments), window)

    assert (6.0, 0.0) == (noisy.effect, calm.effect)


def test_past_weeks_are_set_against_as_many_weeks_as_the_base():
    """With a base of two weeks, each earlier week is set against the two before it."""
    values = [0.0, 0.0, 3.0] * 4 + [7.0, 7.0, 99.0]
    segments = {"a": series(values), "b": series([1.0] * 15)}
    window = find_window(breakdown(segments), LAST, base_of(2))

    noise = learn_noise(total_cells(segments), window)

    # Ten weeks: 3 against (0, 0) four times, 0 against (0, 3) and (3, 0) three times each.
    assert 3 * sqrt((4 * 9 + 6 * 2.25) / 10) == pytest.approx(noise[0].effect)


@pytest.mark.parametrize(("weeks", "enough"), [(9, False), (10, True)])
def test_fewer_than_eight_past_weeks_teach_nothing(weeks, enough):
    """Eight weeks with a week before each are needed; with the base and its own week, eleven."""
    segments = {"a": series([1.0, 2.0] * 5 + [9.0])} if enough else {"a": series([1.0] * 10)}
    window = find_window(breakdown(segments), LAST, base_of(1))

    assert enough == (learn_noise(total_cells(segments), window) is not None)
    assert weeks == len(window.past) + 1


def test_weeks_without_values_are_left_out():
    """A missing week is neither set against others, nor taken for zero."""
    gappy = [10.0, 10.0, None, 10.0] * 3 + [10.0, 10.0]
    segments = {"a": series(gappy), "b": series([one and 5.0 for one in gappy])}
    window = find_window(breakdown(segments), LAST, base_of(1))

    assert (0.0, 0.0) == tuple(one.effect for one in learn_noise(total_cells(segments), window))


def test_rates_have_noise_of_their_own():
    """Where only the mix swings, the rate has no noise but the effect has."""
    count = 12
    large = [100.0, 300.0] * 6
    segments = {
        "good": series([0.5 * one for one in large], large),
        "bad": series([20.0] * count, [200.0] * count),
    }
    window = find_window(breakdown(segments), LAST, base_of(1))

    good = learn_noise(ratio_cells(segments), window)[0]

    assert good.effect > 0.05
    assert 0.0 == pytest.approx(good.rate)


def test_sampling_noise_is_three_standard_errors():
    """The closed form agrees with drawing users and outcomes at random."""
    random = np.random.default_rng(11)
    weights, rates = np.array([0.6, 0.3, 0.1]), np.array([0.2, 0.5, 0.8])
    sizes = (4000, 1500)

    def drawn(size):
        bottoms = random.multinomial(size, weights)
        tops = random.binomial(bottoms, rates)
        return list(zip(tops.astype(float).tolist(), bottoms.astype(float).tolist(), strict=True))

    found = [mix_rate(drawn(sizes[0]), drawn(sizes[1])) for _ in range(3000)]
    effects = np.array([[(one.effect, one.rate) for one in row] for row in found])
    sides = [
        [
            (float(round(rate * weight * size)), float(round(weight * size)))
            for rate, weight in zip(rates, weights, strict=True)
        ]
        for size in sizes
    ]

    noise = sampling_noise(*sides, sizes)

    expected = 3 * effects.std(axis=0)
    assert expected[:, 0] == pytest.approx([one.effect for one in noise], rel=0.05)
    assert expected[:, 1] == pytest.approx([one.rate for one in noise], rel=0.05)


def test_fewer_observations_than_units_make_more_noise():
    """A hundred answers of ten users are ten observations, not a hundred."""
    sides = ([(40.0, 100.0), (30.0, 100.0)], [(20.0, 100.0), (50.0, 100.0)])
    answers, users = sampling_noise(*sides, (200, 200)), sampling_noise(*sides, (50, 50))

    assert 2 * answers[0].effect == pytest.approx(users[0].effect)
    assert 2 * answers[0].rate == pytest.approx(users[0].rate)


@pytest.mark.parametrize("part", [(3.0, 2.0), (-1.0, 2.0), (0.37, 2.0)])
def test_what_is_no_share_has_no_sampling_noise(part):
    """Where numerators do not count units of the denominators, their spread is not known."""
    assert sampling_noise([part, (1.0, 2.0)], [(1.0, 2.0), (1.0, 2.0)], (4, 4)) is None

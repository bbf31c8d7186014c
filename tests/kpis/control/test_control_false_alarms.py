"""How many signals chance alone gives."""

import numpy as np
import pytest

from reports.kpis.control.false_alarms import expected_false_alarm
from reports.kpis.control.judgement import judge
from reports.values.calendar import Calendar
from reports.values.reading import Reading

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 44)


def series(random: np.random.Generator, rho: float, runs: int, length: int) -> np.ndarray:
    """Return stable series with this autocorrelation at lag 1, one per row."""
    values = random.normal(size=(runs, length))
    for week in range(1, length):
        values[:, week] *= np.sqrt(1 - rho * rho)
        values[:, week] += rho * values[:, week - 1]
    return values


def flagged(values: np.ndarray, baseline: int) -> np.ndarray:
    """Tell of each series whether any rule fires at its last week, by limits of its first weeks."""
    base = values[:, :baseline]
    far, steps = values - base.mean(axis=1, keepdims=True), np.abs(np.diff(base))
    mean, middle = steps.mean(axis=1), np.median(steps, axis=1)
    reach = np.abs(far[:, :baseline]).max(axis=1)
    wild = (reach > 2.66 * mean) | (steps.max(axis=1) > 3.268 * mean)
    half = np.where(wild, 3.145 * middle, 2.66 * mean)
    step = np.where(wild, 3.865 * middle, 3.268 * mean)
    side = far[:, -8:] * np.sign(far[:, -1:])
    close = side[:, -4:] > half[:, None] / 2
    jump = (np.abs(far[:, -1] - far[:, -2]) > step) & (np.abs(far[:, -2]) <= half)
    run, near = (side > 0).all(axis=1), close[:, -1] & (close.sum(axis=1) >= 3)
    return (side[:, -1] > half) | jump | run | near


def error(share: float, runs: int) -> float:
    """Return three standard errors of a simulated share."""
    return 3 * (share * (1 - share) / runs) ** 0.5


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("baseline", [12, 26, 104])
def test_the_expectation_is_what_a_simulation_gives(baseline: int, rho: float):
    """Stable series are flagged as often 10 to 26 weeks after their baseline."""
    random, each, gaps = np.random.default_rng(20261125), 1500, range(10, 27)
    simulated = [flagged(series(random, rho, each, baseline + gap), baseline) for gap in gaps]
    share, runs = expected_false_alarm(baseline, rho), each * len(gaps)

    assert np.mean(simulated) == pytest.approx(share, abs=error(share, runs))


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_the_simulation_flags_what_the_judgement_flags(rho: float):
    """Series by series, the rules simulated are the rules applied."""
    values = series(np.random.default_rng(20261125), rho, 400, 44)
    judged = [
        bool(judge([Reading(w, v, "ok") for w, v in zip(WEEKS, one, strict=True)], 1).flags[-1])
        for one in values.tolist()
    ]

    assert flagged(values, 26).tolist() == judged


def test_a_longer_baseline_and_less_autocorrelation_give_fewer():
    """The expectation falls with weeks and rises with what weeks have in common."""
    by_weeks = [expected_false_alarm(weeks, 0.0) for weeks in (5, 12, 18, 26, 60, 104, 500)]
    by_rho = [expected_false_alarm(26, rho) for rho in (None, -0.5, 0.15, 0.3, 0.5, 0.6, 0.9)]

    assert sorted(by_weeks, reverse=True) == by_weeks
    assert sorted(by_rho) == by_rho
    assert (by_weeks[0], by_rho[-1]) == (by_weeks[1], by_rho[-2])


def test_between_the_simulated_cases_it_is_interpolated():
    """Halfway between two baselines or two autocorrelations lies the mean of both."""
    assert expected_false_alarm(14, 0.0) == pytest.approx(
        (expected_false_alarm(12, 0.0) + expected_false_alarm(16, 0.0)) / 2
    )
    assert expected_false_alarm(26, 0.45) == pytest.approx(
        (expected_false_alarm(26, 0.3) + expected_false_alarm(26, 0.6)) / 2
    )
    assert expected_false_alarm(26, 0.0) == expected_false_alarm(26, float("nan"))

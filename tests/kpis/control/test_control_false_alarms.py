"""How many signals chance alone gives."""

import numpy as np
import pytest

from reports.kpis.control.false_alarms import expected_false_alarm
from reports.kpis.control.judgement import judge
from reports.values.calendar import Calendar
from reports.values.reading import Reading

WEEKS = Calendar().weeks_until(Calendar().week("2026-W46"), 44)


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_the_expectation_is_what_a_simulation_gives(rho: float):
    """Stable series are flagged as often as the review says, within three standard errors."""
    random = np.random.default_rng(20261125)
    runs, flagged = 1500, 0
    for _ in range(runs):
        shocks = random.normal(size=44) * np.sqrt(1 - rho * rho)
        values = [random.normal()]
        for shock in shocks[1:]:
            values.append(rho * values[-1] + shock)
        readings = [Reading(w, float(v), "ok") for w, v in zip(WEEKS, values, strict=True)]
        flagged += bool(judge(readings, 12).flags[-1])
    share = expected_false_alarm(26, rho)

    assert flagged / runs == pytest.approx(share, abs=3 * (share * (1 - share) / runs) ** 0.5)


def test_a_longer_baseline_and_less_autocorrelation_give_fewer():
    """The expectation falls with weeks and rises with what weeks have in common."""
    by_weeks = [expected_false_alarm(weeks, 0.0) for weeks in (5, 12, 18, 26, 60, 104, 500)]
    by_rho = [expected_false_alarm(26, rho) for rho in (None, -0.5, 0.15, 0.3, 0.5, 0.6, 0.9)]

    assert sorted(by_weeks, reverse=True) == by_weeks
    assert sorted(by_rho) == by_rho
    assert (by_weeks[0], by_rho[-1]) == (by_weeks[1], by_rho[-2])

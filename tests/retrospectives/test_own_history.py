"""Releases against the KPI's own history, checked against the reference case."""

import pytest

from reports.retrospectives.own_history import level_change
from tests.kpis.statistics_cases import case as reference


def test_the_level_change_equals_the_reference():
    """Value and interval are those of case c5."""
    case = reference("c5")
    found = level_change(case["inputs"]["y"], case["inputs"]["t0"])
    assert found is not None
    expected = case["expected"]
    for key, got in (("level_change", found.value), ("low", found.low), ("high", found.high)):
        assert pytest.approx(expected[key], rel=1e-6) == got


def test_too_short_or_noiseless_series_have_no_effect_to_show():
    """Eight weeks before and one after are the least; a flat line says nothing of noise."""
    assert None is level_change([1.0, 2.0, 1.5] * 3, 7)
    assert None is level_change([1.0, 2.0, 1.5] * 4, 12)
    assert None is level_change([1.0] * 20, 12)

"""The limits of a stretch of weeks, and why there may be none."""

from dataclasses import replace

import numpy as np
import pytest

from reports.kpis.control.limits import xmr_limits
from reports.kpis.control.seasonality import seasonal_factors
from reports.kpis.control.stretch import Chart, draw_chart
from tests.kpis.control.series import noise, weeks

SEASON = [100.0 + k * k % 11 + (40.0 if k % 52 >= 48 else 0.0) for k in range(112)]


def chart_of(
    values, before: int | None = None, *, proportion: bool = False, n: int = 1000
) -> Chart:
    """Return the limits of weeks with these values."""
    readings = weeks(values, n=n)
    return draw_chart(readings, len(readings) if before is None else before, proportion=proportion)


def test_limits_are_those_of_the_first_weeks():
    """Later weeks move neither centre nor limits, and every week gets them."""
    limits = xmr_limits(noise(26))
    chart = chart_of([*noise(26), *[500.0] * 10])

    assert (36, {limits.centre}) == (len(chart.centre), set(chart.centre))
    assert {limits.upper - limits.centre} == set(chart.half)


def test_each_method_has_its_own_limit_of_ranges():
    """It keeps the proportion that the constants of the method have."""
    wild = noise(30)
    wild[10] = 500.0
    charts = [
        chart_of(noise(30)),
        chart_of(wild),
        chart_of([v / 200 for v in noise(30)], proportion=True),
    ]

    assert ["xmr_mean", "xmr_median", "laney_p"] == [chart.method for chart in charts]
    assert [3.268 / 2.66, 3.865 / 3.145, 3.268 * 1.1283792 / 3] == pytest.approx(
        [chart.jump for chart in charts]
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "0 complete weeks before this one, 12 needed"),
        ([5.0], "1 complete week before this one, 12 needed"),
        ([7.0] * 30, "its weeks do not vary, so any change would be a signal"),
        ([0.3, 0.1 * 3] * 15, "its weeks do not vary, so any change would be a signal"),
        ([1.0, None, 2.0, None] * 15, "0 of its weeks follow a complete one, 6 needed"),
    ],
)
def test_the_lack_of_limits_has_a_reason(values, reason: str):
    """Too few weeks, none that vary, none that follow each other."""
    assert reason == chart_of(values)


def test_a_share_that_never_changes_has_no_limits():
    """Rounding does not make a constant share vary, whatever its observations do."""
    readings = [
        replace(reading, n=100 + 37 * k % 91) for k, reading in enumerate(weeks([0.3] * 30))
    ]

    assert "do not vary" in draw_chart(readings, 30, proportion=True)


def test_a_hole_is_no_range_of_a_share():
    """A change of level across a hole does not widen the limits of a share."""
    low, high = [[value / scale for value in noise(13)] for scale in (400, 200)]
    gap, straight = (chart_of([*low, *between, *high], proportion=True) for between in ([None], []))

    assert ("laney_p", "laney_p") == (gap.method, straight.method)
    assert gap.half[0] < straight.half[0]


@pytest.mark.parametrize("odd", [{"value": 1.2}, {"value": -0.1}, {"n": 0}])
def test_what_is_no_share_of_n_gets_plain_limits(odd):
    """Values beyond 0 and 1 and weeks without n cannot be counts."""
    readings = weeks([value / 200 for value in noise(30)])
    readings[7] = replace(readings[7], **odd)

    assert "xmr" in draw_chart(readings, 30, proportion=True).method


def test_a_later_week_without_n_gets_the_limits_of_a_usual_one():
    """It is judged although nobody knows how many observations it has."""
    readings = weeks([value / 200 for value in noise(30)])
    readings[-1] = replace(readings[-1], n=0, denominator=-5.0)
    chart = draw_chart(readings, 29, proportion=True)

    assert chart.half[0] == pytest.approx(chart.half[-1])


def test_two_years_of_seasons_move_the_limits():
    """A December that is always high is normal, so June's limits are not as high."""
    chart = chart_of(SEASON)

    assert (True, 104) == (chart.seasonal, len(chart.base.weeks))
    assert chart.centre[50] - chart.centre[24] > 30
    assert chart.centre[104] == chart.centre[0]


def test_limits_that_follow_a_season_are_wider_for_what_the_factors_cost():
    """Two cycles leave half the variation, and a third cycle varies on its own."""
    factors = seasonal_factors(SEASON[:104], 52)
    adjusted = [value / factors[k % 52] for k, value in enumerate(SEASON[:104])]
    limits = xmr_limits(adjusted)
    chart = chart_of(SEASON)

    assert "xmr_mean" == chart.method
    assert chart.half[110] == pytest.approx(
        (limits.upper - limits.centre) * 3**0.5 * factors[110 % 52]
    )


def test_a_season_is_known_when_two_years_are_over():
    """Until then the plain limits hold."""
    assert [False, True] == [chart_of(SEASON, before).seasonal for before in (103, 104)]


def test_a_hole_in_two_years_does_not_end_the_season():
    """The missing week takes its factor from the other year."""
    values = [None if k == 50 else value for k, value in enumerate(SEASON)]
    chart = chart_of(values)

    assert (True, 103) == (chart.seasonal, len(chart.base.weeks))
    assert chart.centre[50] > 130


@pytest.mark.parametrize(
    "values",
    [
        [value - 101 for value in SEASON],
        np.random.default_rng(7).normal(100, 5, 112).tolist(),
        [100.0 + (k % 52) ** 2 % 37 for k in range(112)],
    ],
    ids=["not positive", "no season", "an exact copy"],
)
def test_a_season_that_does_not_pay_is_not_followed(values):
    """Factors need positive weeks, something to explain, and something left to measure."""
    assert not chart_of(values).seasonal


def test_shares_do_not_follow_seasons():
    """The p-prime chart stays as it is."""
    chart = chart_of([value / 200 for value in SEASON], proportion=True)

    assert ("laney_p", False) == (chart.method, chart.seasonal)

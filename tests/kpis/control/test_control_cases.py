"""Limits, rules, seasonal factors and p-prime charts against the reference."""

from dataclasses import asdict

import pytest

from reports.kpis.control.laney import p_prime
from reports.kpis.control.limits import Limits, rebased_limits, xmr_limits
from reports.kpis.control.rules import western_electric_rules, wheeler_rules
from reports.kpis.control.seasonality import seasonal_factors
from tests.kpis.statistics_cases import case, differences


def told(limits: Limits) -> dict:
    """Return limits under the names of the reference."""
    return {
        "center": limits.centre,
        "mr_center": limits.mr_centre,
        "unpl": limits.upper,
        "lnpl": limits.lower,
        "url": limits.range_limit,
        "upper_mid": limits.upper_mid,
        "lower_mid": limits.lower_mid,
    }


@pytest.mark.parametrize("name", ["a1", "a2"])
def test_limits_agree_with_the_reference(name: str):
    """Mean and median variants, without rounding."""
    found = case(name)
    inputs = found["inputs"]
    actual = told(xmr_limits(inputs["values"], inputs["dispersion"]))

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_a_rounded_limit_does_not_pass():
    """What peers round to two decimals is told from the exact limit."""
    found = case("a1")
    actual = told(xmr_limits(found["inputs"]["values"]))
    rounded = {name: round(value, 2) for name, value in actual.items()}

    assert [] != differences(found["expected"], rounded, found["tolerance"])


def test_wheelers_rules_agree_with_the_reference():
    """A tie ends a run, and only points beyond the midline are flagged."""
    found = case("a3")
    inputs = found["inputs"]
    limits = Limits(inputs["center"], 0.0, inputs["lnpl"], inputs["unpl"], inputs["url"])
    rules = wheeler_rules(inputs["values"], limits)
    actual = {
        "rule1_x": rules.beyond,
        "rule1_mr": rules.jumps,
        "rule2_run8": rules.runs,
        "rule3_3of4": rules.close,
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_western_electric_rules_agree_with_the_reference():
    """Zones lie at thirds of the distance to the limit."""
    found = case("a4")
    inputs = found["inputs"]
    rules = asdict(western_electric_rules(inputs["values"], inputs["center"], inputs["sigma"]))
    names = ("we1", "we2_2of3_beyond2", "we3_4of5_beyond1", "we4_run8")
    actual = dict(zip(names, rules.values(), strict=True))

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_rebased_limits_agree_with_the_reference():
    """The range across a boundary belongs to no segment."""
    found = case("a5")
    values, starts = found["inputs"]["values"], found["inputs"]["segment_starts"]
    ends = [*(start - 1 for start in starts[1:]), len(values) - 1]
    segments = [
        {"start": start, "end": end} | told(limits)
        for start, end, limits in zip(starts, ends, rebased_limits(values, starts), strict=True)
    ]
    actual = {"segments": segments, "unsplit": told(xmr_limits(values))}

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_seasonal_limits_agree_with_the_reference():
    """Factors come from the baseline only, and the raw scale gets its own limits back."""
    found = case("a6")
    inputs = found["inputs"]
    values, period, size = inputs["values"], inputs["period"], inputs["baseline_n"]
    factors = seasonal_factors(values[:size], period)
    adjusted = [value / factors[place % period] for place, value in enumerate(values)]
    limits, raw = xmr_limits(adjusted[:size]), xmr_limits(values[:size])
    following = factors[len(values) % period]
    actual = {
        "factors": factors,
        "adjusted_center": limits.centre,
        "adjusted_mr": limits.mr_centre,
        "adjusted_unpl": limits.upper,
        "adjusted_lnpl": limits.lower,
        "flagged": wheeler_rules(adjusted, limits).beyond,
        "raw_flagged": wheeler_rules(values, raw).beyond,
        "raw_limit_width_over_adjusted": (raw.upper - raw.lower) / (limits.upper - limits.lower),
        "next_point_unpl_raw_scale": limits.upper * following,
        "next_point_lnpl_raw_scale": limits.lower * following,
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_p_prime_limits_agree_with_the_reference():
    """Between-week variation widens the limits that chance alone would give."""
    found = case("a7")
    counts, sizes = found["inputs"]["k"], found["inputs"]["n"]
    chart = p_prime(counts, sizes)
    assert chart is not None
    bounds = [chart.limits(n) for n in sizes]
    rates = [k / n for k, n in zip(counts, sizes, strict=True)]
    classic = [3 * (chart.centre * (1 - chart.centre) / n) ** 0.5 for n in sizes]

    actual = {
        "p_bar": chart.centre,
        "sigma_z": chart.sigma_z,
        "ucl": [high for _, high in bounds],
        "lcl": [low for low, _ in bounds],
        "flagged": [i for i, r in enumerate(rates) if not bounds[i][0] <= r <= bounds[i][1]],
        "classic_p_chart_flagged": [
            i for i, r in enumerate(rates) if abs(r - chart.centre) > classic[i]
        ],
    }
    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_impossible_inputs_are_refused():
    """No limits from one value, no factors from a broken cycle, no chart without variation."""
    with pytest.raises(ValueError, match="at least two"):
        xmr_limits([1.0])
    with pytest.raises(ValueError, match="whole cycles"):
        seasonal_factors([1.0, 2.0, 3.0], 2)
    with pytest.raises(ValueError, match="mean of zero"):
        seasonal_factors([1.0, -1.0], 2)
    assert [None, None, None] == [
        p_prime([1, 1], [10, 10]),
        p_prime([0, 0], [10, 10]),
        p_prime([1, 2], [10, 0]),
    ]

"""Waterfalls: steps end to end, noise, what is left open."""

from dataclasses import replace

import pytest
from drawings import described, shapes, text_of, uncoloured, words_of
from gallery_model import waterfall as sample

from reports.rendering.charts.stairs import MOST_STEPS, UNEXPLAINED, pooled, stairs_of
from reports.rendering.charts.waterfall import step_says, waterfall
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum, WaterfallStep


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_effects(*effects):
    """Give a chart of effects that add up to a change from 10 to 12."""
    steps = tuple(WaterfallStep(f"R{at}", "segment", one) for at, one in enumerate(effects))
    ends = {"base": Datum(10.0), "now": Datum(12.0)}
    return replace(sample(), unit="number", change_unit="percent", steps=steps, **ends)


def test_steps_follow_each_other_to_now():
    """Each step begins where the one before ended; the last ends at now."""
    stairs = stairs_of(of_effects(3.0, -2.0, 1.0))

    assert [(10, 13), (13, 11), (11, 12)] == [(one.start, one.end) for one in stairs]


@pytest.mark.parametrize("effects", [(3.0, -2.5), (3.0, None)])
def test_what_is_left_open_is_a_step_of_its_own(effects):
    """What the reasons do not explain is drawn as such, an unknown effect among it."""
    last = stairs_of(of_effects(*effects))[-1]

    assert (UNEXPLAINED, 12.0) == (last.step.title, last.end)


def test_rounding_is_not_left_open():
    """A rest as small as rounding is no step."""
    assert 1 == len(stairs_of(of_effects(2.0 + 1e-9)))


def test_many_reasons_are_added_up():
    """The smallest of many reasons become one; the sum stays."""
    effects = [float(at) for at in range(30)]
    steps = tuple(WaterfallStep(str(one), "segment", one, n=1) for one in effects)
    found = pooled(steps)

    assert MOST_STEPS == len(found)
    assert ("11 more reasons", 55.0, 11) == (found[-1].title, found[-1].effect, found[-1].n)
    assert sum(effects) == sum(one.effect for one in found)


def test_only_what_stands_out_has_a_colour(widths):
    """Named effects have the colour of good or bad, the others are grey."""
    svg = waterfall(sample(), widths).svg
    counts = [len(shapes(svg, "rect", tone)) for tone in ("f-warning", "f-accent", "f-past")]

    assert [2, 1, 3] == counts
    assert 5 == len(shapes(svg, "rect", "f-band"))


def test_direction_and_words_tell_the_state_without_colour(widths):
    """The axis says which side is better, and the number has its sign."""
    good, bad = (of_effects(effect) for effect in (2.0, -2.0))
    drawn = [waterfall(one, widths).svg for one in (good, bad)]

    assert uncoloured(drawn[0]) != uncoloured(drawn[1])
    assert all("higher is better" in text_of(one) for one in drawn)
    assert "lower is better" in text_of(waterfall(replace(good, better="lower"), widths).svg)


def test_effects_are_written_in_the_unit_of_changes(widths):
    """A share's effects are basis points; an unknown one says why."""
    numbers = {one.text for one in words_of(waterfall(sample(), widths).svg)}

    assert {"64.2 %", "\N{MINUS SIGN}182 bps", "+64 bps", "fewer than 30", "62.0 %"} <= numbers


def test_spots_say_noise_and_state():
    """A step tells its effect, how far noise goes, its n, and what it means."""
    first, second = (
        step_says(sample(), step).replace("\N{NO-BREAK SPACE}", " ") for step in sample().steps[:2]
    )

    assert "\N{MINUS SIGN}182 bps · noise up to 60 bps · n 6.12k · adverse" == first
    assert "\N{MINUS SIGN}21 bps · noise up to 70 bps · n 2.31k" == second


def test_words_name_what_stands_out(widths):
    """The description has both ends and the reasons beyond their noise."""
    words = described(waterfall(sample(), widths).svg)[1]
    quiet = replace(sample(), steps=(WaterfallStep("A", "segment", -0.0219),))

    assert words.startswith("From 64.2 % to 62.0 %; Free plan \N{MINUS SIGN}182 bps")
    assert "no reason stands out" in described(waterfall(quiet, widths).svg)[1]

"""The palette: contrast, the three common colour-vision deficiencies, and print in grey.

Sources: WCAG 2.2, 1.4.3 and 1.4.11; Machado, Oliveira, Fernandes 2009, A physiologically-based
model for simulation of color vision deficiency, matrices of severity 1.0, on linear light;
CIE 1976 L*a*b* with the white point D65.
"""

import math
from itertools import pairwise

import pytest

from reports.rendering.charts.theme import COLOURS, DARK_COLOURS

SCHEMES = {"light": COLOURS, "dark": DARK_COLOURS}
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
HEATS = ("heat1", "heat2", "heat3", "heat4", "heat5")

# Text on what lies under it, in some chart.
WRITTEN = (
    *((name, "paper") for name in ("ink", "grey", "accent", "warning")),
    *(("ink", "band"), ("grey", "band")),
    *(("ink", heat) for heat in HEATS[:4]),
    ("paper", HEATS[4]),
)
# Marks without words, on paper.
DRAWN = ("ink", "grey", "past", "accent", "warning")
# Two colours that stand for two things, where nothing but the colour tells them apart at a glance.
MEANT = (("accent", "warning"), ("accent", "ink"), ("warning", "ink"), ("warning", "past"))
# Fills that touch, or stand in front of each other, in print without colour.
GREYS = (
    *(("shade", "past"), ("past", "ink"), ("shade", "ink"), ("shade", "grey"), ("past", "accent")),
    *(("past", "warning"), *pairwise(HEATS)),
)


def linear(colour):
    """Give the three lights of a colour, from zero to one."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def times(matrix, vector):
    """Multiply."""
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(lights):
    """Give lightness and the two opponent axes of three lights."""
    found = []
    for part, white in zip(times(TO_XYZ, lights), WHITE, strict=True):
        share = part / white
        found.append(share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116)
    return (116 * found[1] - 16, 500 * (found[0] - found[1]), 200 * (found[1] - found[2]))


def contrast(one, other):
    """Give the contrast of two colours as WCAG defines it."""
    dark, light = sorted(times(TO_XYZ, linear(colour))[1] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def apart(one, other, sight):
    """Give how far two colours are apart for somebody's sight."""
    seen = (
        lab([min(max(light, 0.0), 1.0) for light in times(SIGHT[sight], linear(colour))])
        for colour in (one, other)
    )
    return math.dist(*seen)


@pytest.fixture(params=SCHEMES)
def palette(request):
    """Give the palette of each scheme."""
    return SCHEMES[request.param]


def test_arithmetic_is_that_of_the_sources():
    """Black on white is 21 to 1, grey #777777 just below 4.5, and white is 100 light."""
    assert pytest.approx(21.0) == contrast("#000000", "#ffffff")
    assert pytest.approx(4.48, abs=0.01) == contrast("#777777", "#ffffff")
    assert pytest.approx((100, 0, 0), abs=0.02) == lab(linear("#ffffff"))
    assert pytest.approx(53.24, abs=0.05) == lab(linear("#ff0000"))[0]


def test_schemes_have_the_same_colours():
    """Every colour has its value in the dark."""
    assert set(COLOURS) == set(DARK_COLOURS)


@pytest.mark.parametrize(("name", "under"), WRITTEN)
def test_text_has_contrast(palette, name, under):
    """Small text has at least 4.5 to 1."""
    assert contrast(palette[name], palette[under]) >= 4.5


@pytest.mark.parametrize("name", DRAWN)
def test_marks_have_contrast(palette, name):
    """Lines and bars that must be seen have at least 3 to 1."""
    assert contrast(palette[name], palette["paper"]) >= 3.0


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("one", "other"), MEANT)
def test_meanings_stay_apart(palette, one, other, sight):
    """Good and bad, and what is neither, look different to everybody."""
    assert apart(palette[one], palette[other], sight) >= 25


@pytest.mark.parametrize(("one", "other"), GREYS)
def test_fills_stay_apart_without_colour(palette, one, other):
    """Parts of a bar, steps of a tint, and bars before bars differ in lightness alone."""
    lights = [lab(linear(palette[name]))[0] for name in (one, other)]

    assert abs(lights[0] - lights[1]) >= 7


def test_tints_grow_steadily(palette):
    """The five tints go one way, away from the paper."""
    lights = [lab(linear(palette[name]))[0] for name in ("paper", *HEATS)]

    assert lights in (sorted(lights), sorted(lights, reverse=True))

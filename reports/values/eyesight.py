"""How colours look: contrast, lightness, and how far two are apart for anybody's eyes.

Sources: WCAG 2.2, 1.4.3 and 1.4.11; Machado, Oliveira, Fernandes 2009, A physiologically-based
model for simulation of color vision deficiency, matrices of severity 1.0, on linear light;
CIE 1976 L*a*b* with the white point D65.
"""

import colorsys
import math
from collections.abc import Sequence

Lights = tuple[float, float, float]
Matrix = tuple[Lights, Lights, Lights]

_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE: Lights = (0.9505, 1.0, 1.089)
_SIGHTS: tuple[Matrix, ...] = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    Example: round(contrast("#000000", "#ffffff")) == 21
    """
    dark, light = sorted(_times(_XYZ, _linear(colour))[1] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """Return how light a colour is without its hue, from 0 to 100."""
    return _lab(_linear(colour))[0]


def distance(one: str, other: str) -> float:
    """Return how far two colours are apart for those who tell them apart least."""
    return min(math.dist(_seen(one, sight), _seen(other, sight)) for sight in _SIGHTS)


def lightened(colour: str, share: float) -> str:
    """Move a colour towards white in its own hue; a share of one is white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    parts = colorsys.hls_to_rgb(hue, light + (1 - light) * share, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _seen(colour: str, sight: Matrix) -> Lights:
    red, green, blue = (min(max(light, 0.0), 1.0) for light in _times(sight, _linear(colour)))
    return _lab((red, green, blue))


def _linear(colour: str) -> Lights:
    """Return the three lights of a colour, from zero to one."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _times(matrix: Matrix, lights: Sequence[float]) -> Lights:
    x, y, z = (sum(a * b for a, b in zip(row, lights, strict=True)) for row in matrix)
    return x, y, z


def _lab(lights: Lights) -> Lights:
    """Return lightness and the two opponent axes."""
    x, y, z = (
        _root(part / white) for part, white in zip(_times(_XYZ, lights), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return math.cbrt(share) if share > 0.008856 else 7.787 * share + 16 / 116

"""Values on hover, focus and touch without a script: a layer of labelled radio buttons.

The radio buttons of a picture are one stop for the Tab key; arrow keys go from value to value.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from reports.rendering.charts.picture import Picture, Spot
from reports.rendering.charts.svg import Point
from reports.rendering.language import gettext

MOST_SPOTS = 180
_NEAR = 0.34

_PLOT = Markup('<div class="plot{}">{}{}</div>')
_LAYER = Markup('<fieldset class="spots"><legend>{}</legend>{}</fieldset>')
_SPOT = Markup(
    '<label><input type="radio" name="{}">'
    '<span class="spot {}" style="left:{:.2f}%;top:{:.2f}%;width:{:.2f}%;height:{:.2f}%">'
    '<span class="tip"><b>{}</b> {}</span></span></label>'
)


def overlay(picture: Picture, title: str, group: str, *, kind: str = "") -> Markup:
    """Put a picture below a layer that tells its values; too many of them are left to its table.

    `group` names the radio buttons and must be the picture's own in the document.
    """
    spots, layer = picture.spots, Markup()
    if 0 < len(spots) <= MOST_SPOTS:
        told = gettext("Values of {title}, one by one").format(title=title)
        layer = _LAYER.format(told, Markup().join(_labels(spots, picture.size, group)))
    return _PLOT.format(f" {kind}" if kind else "", picture.svg, layer)


def _labels(spots: Sequence[Spot], size: Point, group: str) -> Iterator[Markup]:
    width, height = size
    for spot in spots:
        left, top = 100 * spot.corner[0] / width, 100 * spot.corner[1] / height
        across, down = 100 * spot.size[0] / width, 100 * spot.size[1] / height
        place = (_side(spot, width), left, top, across, down)
        yield _SPOT.format(group, *place, spot.name, spot.says)


def _side(spot: Spot, width: float) -> str:
    """Say to which side of a spot its words can grow."""
    middle = (spot.corner[0] + spot.size[0] / 2) / width
    return "start" if middle < _NEAR else "end" if middle > 1 - _NEAR else "middle"

"""Charts as PNG for mail."""

import io

import pytest
from gallery_people import heatmap
from PIL import Image

from reports.rendering.charts.raster import to_png
from reports.rendering.charts.svg import drawing, text
from reports.rendering.figures.pictures import picture_of
from reports.rendering.fonts import text_widths


@pytest.fixture(scope="module")
def svg():
    """Give a drawing with numbers on tints."""
    return picture_of(heatmap(), text_widths()).svg


def test_picture_has_twice_the_width_on_white(svg):
    """The PNG is drawn for sharp screens, on paper, with colours."""
    with Image.open(io.BytesIO(to_png(svg, 442))) as picture:
        pixels = picture.convert("RGB")

    assert 884 == pixels.width
    assert pytest.approx(884 * 242 / 442, abs=2) == pixels.height
    assert (255, 255, 255) == pixels.getpixel((882, 200))
    assert (11, 95, 165) in {colour for _, colour in pixels.getcolors(100_000)}


def test_same_drawing_gives_the_same_bytes(svg):
    """Nothing but the drawing and the shipped font goes into the picture; the mail stays small."""
    first, second = to_png(svg, 442), to_png(svg, 442)

    assert first == second
    assert len(first) < 80_000


def test_weights_of_the_font_differ():
    """Regular and semibold words are painted with the shipped font, no other being known."""
    inked = []
    for weight in (400, 600):
        marks = [text((2, 20), "Weekly active users", 20, "ink", weight)]
        png = to_png(drawing((220, 30), "T", "", marks), 220)
        with Image.open(io.BytesIO(png)) as picture:
            shades = picture.convert("L").histogram()
        inked.append(sum((255 - grey) * count for grey, count in enumerate(shades)))

    assert 0 < inked[0] < inked[1]

"""Pictures are drawn once for all editions."""

from review_sample_stories import signals_chapter

from reports.rendering.charts.control import control_picture
from reports.rendering.figures.drawn import drawn_once
from reports.rendering.figures.filters import figure_filters
from reports.rendering.fonts import text_widths


def test_equal_values_are_drawn_once():
    """A value that is equal, though another object, is not drawn again; another form of it is."""
    panel, same = (signals_chapter().blocks[0].panel for _ in range(2))
    drawn, widths = [], text_widths()

    def draw(value, *, narrow=False):
        drawn.append(narrow)
        return control_picture(value, widths, narrow=narrow)

    draw_once = drawn_once(draw)
    first, second, other = draw_once(panel), draw_once(same), draw_once(panel, narrow=True)

    assert [False, True] == drawn
    assert first is second
    assert first is not other


def test_screen_and_page_show_the_same_picture():
    """The wide drawing of a screen is the drawing of the page."""
    panel = signals_chapter().blocks[0].panel
    filters = figure_filters(text_widths())

    assert filters["control_chart"](panel) in filters["control_plots"](panel, "values")

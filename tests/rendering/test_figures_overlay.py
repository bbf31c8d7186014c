"""Values on hover and focus: a layer of radio buttons over a drawing."""

from functools import partial
from html.parser import HTMLParser

import pytest
from gallery_people import funnel, growth

from reports.rendering.charts.picture import Picture, Spot
from reports.rendering.figures.filters import plots
from reports.rendering.figures.overlay import MOST_SPOTS, overlay
from reports.rendering.figures.pictures import picture_of
from reports.rendering.fonts import text_widths

HOSTILE = '"><script>alert(1)</script>'


class Fields(HTMLParser):
    """Collect radio buttons, their words, and the places of spots."""

    def __init__(self, page):
        super().__init__()
        self.groups, self.labels, self.spots = [], [], []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep a button, a spot, and begin the words of a label."""
        known = dict(attrs)
        if tag == "label":
            self._inside = True
            self.labels.append("")
        elif tag == "input":
            self.groups.append((known["type"], known["name"]))
        elif known.get("class", "").startswith("spot "):
            self.spots.append((known["class"], known["style"]))

    def handle_endtag(self, tag):
        """End the words of a label."""
        if tag == "label":
            self._inside = False

    def handle_data(self, data):
        """Keep the words of a label."""
        if self._inside:
            self.labels[-1] += data


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def of_spots(count, name="A"):
    """Give a picture with spots side by side."""
    spots = [Spot((at * 10, 0), (10, 50), f"{name}{at}", "says") for at in range(count)]
    return Picture("<svg></svg>", (10 * count or 1, 50), lambda: spots)


def test_each_mark_is_one_labelled_button(widths):
    """The buttons of a picture are one group, so that Tab stops once and arrows do the rest."""
    fields = Fields(overlay(picture_of(funnel(), widths), "Funnel", "values-a"))

    assert [("radio", "values-a")] * 5 == fields.groups
    assert fields.labels[3].startswith("Rated or saved the answer 1.70k")


def test_places_are_shares_of_the_picture():
    """A spot lies over its mark at any size; its words grow to the side with room."""
    fields = Fields(overlay(of_spots(10), "T", "g"))

    assert "left:30.00%;top:0.00%;width:10.00%;height:100.00%" == fields.spots[3][1]
    assert ["spot start", "spot middle", "spot end"] == [fields.spots[at][0] for at in (0, 5, 9)]


def test_wide_and_narrow_are_groups_of_their_own(widths):
    """The two drawings for screens do not share buttons."""
    fields = Fields(plots(growth(), "values-b", partial(picture_of, widths=widths)))

    assert {"values-b-broad", "values-b-narrow"} == {name for _, name in fields.groups}
    assert 52 == len(fields.groups)


@pytest.mark.parametrize("count", [0, MOST_SPOTS + 1])
def test_nothing_or_too_much_has_no_layer(count):
    """A picture without marks, or with more than anyone would step through, stays a picture."""
    assert "fieldset" not in overlay(of_spots(count), "T", "g")


def test_names_are_escaped():
    """Markup in names stays text."""
    assert "<script" not in overlay(of_spots(2, HOSTILE), HOSTILE, HOSTILE)

"""Labels cut to their room, and words of numbers in charts."""

import pytest

from reports.rendering.charts.flags import flag, mark_tone, mark_valence, mark_words
from reports.rendering.charts.lettering import fitted, told_apart, two_lines
from reports.rendering.charts.theme import LABEL_SIZE
from reports.rendering.charts.words import (
    bounds_text,
    datum_text,
    effect_text,
    share_text,
    size_quantity,
    span_text,
    told,
)
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum
from reports.values.interval import Interval
from reports.values.quantity import Quantity

NAME = "Enterprise customers in the European Union"


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def spaced(words):
    """Give words with common spaces."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("room", [200.0, 120.0, 60.0, 15.0])
def test_label_never_exceeds_its_room(widths, room):
    """A label is whole if it fits, else as long as possible with dots."""
    label = fitted(NAME, room, widths)
    whole = widths.width(NAME, LABEL_SIZE) <= room

    assert whole == (label == NAME)
    assert widths.width(label, LABEL_SIZE) <= room


def test_two_lines_break_between_words(widths):
    """A label breaks between words; what is still too long ends in dots."""
    lines = two_lines(NAME, 110.0, widths)

    assert 2 == len(lines)
    assert NAME == " ".join(lines)
    assert two_lines(NAME * 3, 110.0, widths)[1].endswith("…")
    assert (NAME,) == two_lines(NAME, 400.0, widths)
    assert 1 == len(two_lines("Donaudampfschifffahrtsgesellschaftskapitän", 60.0, widths))


def test_flag_points_where_the_number_went():
    """Good news of what shall rise points up, of what shall fall down; the rest is a diamond."""
    up, down = (flag(one, "higher", (10, 10)) for one in ("favourable", "adverse"))

    assert "" == flag("none", "higher", (10, 10))
    assert '"6.5,13.5 10,6.5 13.5,13.5"' in up
    assert '"6.5,6.5 10,13.5 13.5,6.5"' in down
    assert '"6.5,6.5 10,13.5 13.5,6.5"' in flag("favourable", "lower", (10, 10))
    assert flag("neutral", "none", (10, 10)).count(",") == 4


def test_marks_have_words_and_colours():
    """Each mark says what it means."""
    assert ("ink", "", "") == (mark_tone("none"), mark_words("none"), mark_valence("none"))
    assert "beyond normal variation, adverse" == mark_words("adverse")
    assert ("favourable", "") == (mark_valence("favourable"), mark_valence("neutral"))


def test_numbers_and_reasons():
    """A number has its unit, a missing one its reason; n and marks follow."""
    assert "48.2 %" == spaced(datum_text(Datum(0.482), "share"))
    assert "no rows" == datum_text(Datum(None, 0, "missing", "no rows"), "share")
    assert "48.2 % · n 311 · days missing · beyond normal variation" == spaced(
        told(Datum(0.482, 311, "partial", mark="neutral"), "share")
    )


def test_effects_have_the_unit_of_changes():
    """Effects on shares are basis points where changes are; sizes have no sign."""
    assert "\N{MINUS SIGN}120 bps" == spaced(effect_text(-0.012, "share", "bps"))
    assert "+12" == effect_text(12, "count", "percent")
    assert Quantity(120.0, "bps") == size_quantity(-0.012, "share", "bps")


def test_intervals_have_their_unit_once():
    """Bounds have signs where the value has one, and the unit at the end."""
    interval = Interval(-2.0, 1.5, "t", 9)

    assert "\N{MINUS SIGN}2.0 to +1.5 %" == spaced(bounds_text(interval, "percent", "signed"))
    assert "\N{MINUS SIGN}2 to 1.5 days" == spaced(bounds_text(interval, "days"))
    assert "" == bounds_text(None, "days")


def test_no_share_of_nothing():
    """A share of zero or of what is missing is no number."""
    assert ["", "", "", "50.0 %"] == [
        spaced(share_text(*pair)) for pair in ((1, 0), (1, None), (None, 1), (1, 2))
    ]


def test_no_periods_have_no_span():
    """Nothing covers nothing."""
    assert "" == span_text(())


def test_names_that_would_read_alike_lose_their_middle(widths):
    """Models of one maker begin with the same letters and differ at their end."""
    names = ["gemini/gemini-2.5-pro-exp-03-25", "gemini/gemini-2.5-pro-preview-03-25", "o3"]
    found = told_apart(names, 75, widths)

    assert 3 == len(set(found))
    assert "o3" == found[2]
    assert all(widths.width(one, LABEL_SIZE) <= 75 for one in found)
    assert all("…" in one and one.endswith("03-25") for one in found[:2])


def test_names_that_differ_at_once_keep_their_beginning(widths):
    """As everywhere else."""
    names = ["Enterprise customers of the north", "Private customers of the south"]

    assert tuple(fitted(one, 60, widths) for one in names) == told_apart(names, 60, widths)

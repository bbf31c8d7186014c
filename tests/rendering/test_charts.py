"""The geometry and the words of charts."""

import re
from dataclasses import replace

import pytest

from reports.rendering.charts.axes import Frame, Plot, slot_labels, value_scale
from reports.rendering.charts.geometry import Scale, nice_ticks, runs
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.charts.theme import LABEL_SIZE
from reports.rendering.charts.weeks_months import weeks_months
from reports.rendering.fonts import text_widths
from reports.values.document import Chart


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


@pytest.fixture
def panel(review):
    """Give the first panel of the sample."""
    charts = [one for one in review.chapters[0].blocks if isinstance(one, Chart)]
    return charts[0].panels[0]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 97, (0, 50, 100)),
        (0, 12_931, (0, 5000, 10_000, 15_000)),
        (0.36, 0.44, (0.35, 0.4, 0.45)),
        (-3, 3, (-4, -2, 0, 2, 4)),
        (5, 5, (4.5, 5.0, 5.5)),
        (0, 0, (-1, 0, 1)),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low, high, expected):
    """Ticks are 1, 2, 2.5 or 5 times a power of ten, around the values."""
    assert pytest.approx(expected) == nice_ticks(low, high)


def test_scale_maps_ends_to_ends():
    """The lowest value stands at the start, the highest at the end."""
    scale = Scale(10, 20, 100, 0)

    assert [100, 50, 0] == [scale(10), scale(15), scale(20)]


def test_series_is_split_at_gaps():
    """A line never crosses a missing value."""
    assert (((0, 1.0), (1, 2.0)), ((3, 4.0),)) == runs([1.0, 2.0, None, 4.0, None])


def test_axis_of_shares_stays_within_the_possible():
    """A share's axis does not go beyond a hundred per cent."""
    assert 1.0 == value_scale([0.93, 0.999], "share", zero=False).ticks[-1]


def test_text_is_as_wide_as_its_advances(widths):
    """Widths add up, grow with the size, and bold text is wider."""
    assert pytest.approx(widths.width("a", 20) * 2) == widths.width("aa", 20)
    assert widths.width("Week", 10, 600) > widths.width("Week", 10)


def test_panel_says_its_key_numbers(panel, widths):
    """A panel has a title and a description for those who cannot see it."""
    drawn = weeks_months(panel, widths)

    assert "<title>Chart of Weekly active users: six weeks" in drawn
    assert "Last week 12.9k, 52 weeks before" in drawn


def test_names_are_escaped_in_charts(panel, widths):
    """A name with markup cannot become markup."""
    hostile = '</title><script>"&'
    drawn = weeks_months(replace(panel, title=hostile, week_labels=(hostile,) * 6), widths)

    assert "<script" not in drawn


def test_missing_week_is_tinted_not_drawn_as_zero(panel, widths):
    """A week without a value has no bar and a tinted slot."""
    gap = replace(panel.weeks[-1], value=None, status="missing")
    drawn = weeks_months(replace(panel, weeks=(*panel.weeks[:-1], gap)), widths)

    assert drawn.count("f-band") == 1
    assert ">\N{EN DASH}<" in drawn


def test_value_and_name_of_a_half_never_meet(panel, widths):
    """A reason stays out of the head, and the name makes room for a long value."""
    newest = panel.weeks[-1]
    reason = replace(newest, value=None, status="missing", reason="no data since 2010-12-23")
    long = replace(newest, value=-12_345.6)
    heads = [
        heads_of(replace(panel, unit=unit, weeks=(*panel.weeks[:-1], last)), widths)
        for last, unit in ((reason, "users"), (long, "USD"), (long, "CHF"), (long, "days"))
    ]

    assert ["\N{EN DASH}", "\N{MINUS SIGN}$12.3k"] == [head[0][1] for head in heads[:2]]
    for (start, value), (name_start, name) in heads:
        assert name == "Weeks"
        assert 0 <= name_start
        assert name_start + widths.width(name, LABEL_SIZE) + 4 < start
        assert value != reason.reason


def heads_of(panel, widths):
    """Give place and text of the two words above the weeks."""
    drawn = weeks_months(panel, widths)
    found = re.findall(r'<text class="[^"]+" x="([-\d.]+)" y="9.5"[^>]*>([^<]+)<', drawn)
    return [(float(start), words) for start, words in found[:2]]


@pytest.mark.parametrize(
    ("width", "expected"),
    [(170.0, [6, 5, 4, 3, 2, 1]), (87.0, [6, 4, 2]), (82.0, [6, 4, 2]), (60.0, [6, 3]), (9.0, [6])],
)
def test_labels_below_the_slots_have_one_distance(widths, width, expected):
    """The newest label is always there, and the others keep one step."""
    plot = Plot(Frame(40.0, 40.0 + width), value_scale([0.0, 1.0], "count", zero=True), 6)
    marks = slot_labels(plot, [f"W4{number}" for number in range(1, 7)], widths)

    assert expected == [int(mark.partition("</text>")[0][-1]) for mark in marks]


def test_ticks_of_long_durations_are_round_on_the_clock(widths):
    """An axis of minutes or hours has round minutes or hours."""
    labels = [
        value_scale(values, unit, zero=True).labels
        for values, unit in (([32_322.0], "s"), ([270_000.0], "ms"), ([90.0], "s"))
    ]

    assert [
        ("0 h", "5 h", "10 h"),
        ("0 min", "2 min", "4 min", "6 min"),
        ("0 s", "50 s", "100 s"),
    ] == [tuple(label.replace("\N{NO-BREAK SPACE}", " ") for label in one) for one in labels]


def test_lone_point_of_the_year_before_is_seen(panel, widths):
    """A year-before value without neighbours is a small dot."""
    none = replace(panel.weeks_prior_year[0], value=None, status="missing")
    before = (none, none, panel.weeks_prior_year[2], none, none, none)
    drawn = weeks_months(replace(panel, unit="ms", weeks_prior_year=before), widths)

    assert 1 == len(re.findall(r'<circle class="f-past"[^>]* r="2.2"', drawn))


def test_panel_without_any_value_is_drawn(panel, widths):
    """A panel with no data at all still has its frame and says so."""
    none = [replace(one, value=None, status="missing") for one in panel.weeks]
    empty = replace(panel, weeks=tuple(none), weeks_prior_year=(), months=(), months_prior_year=())

    assert "no data" in weeks_months(empty, widths)


def test_sparkline_marks_incomplete_end_by_a_ring(panel):
    """The last dot is open if the week's data is not complete."""
    ring = replace(panel.weeks[-1], status="partial")

    assert 'class="f-paper s-ink"' in sparkline((*panel.weeks[:-1], ring), "users")
    assert 'class="f-ink"' in sparkline(panel.weeks, "users")


def test_sparkline_of_nothing_says_so(panel):
    """A KPI without any reading gets a line in words."""
    none = [replace(one, value=None, status="missing") for one in panel.weeks]

    assert "6 weeks without data" in sparkline(none, "users")

"""Control charts: bands, gaps, labels and words."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from review_sample_stories import signals_chapter

from reports.rendering.charts.control import control_chart, control_picture, with_limits
from reports.rendering.charts.geometry import spread
from reports.rendering.charts.normal import stretches
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.charts.theme import CONTROL_WIDTH, LABEL_SIZE, NARROW_WIDTH
from reports.rendering.figures.limit_numbers import limit_numbers
from reports.rendering.fonts import text_widths
from reports.values.document import Quantity
from reports.values.record import Cause
from reports.values.signal import NormalRange


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


@pytest.fixture
def panel():
    """Give the panel of the latency's signal, with a target and three causes."""
    return signals_chapter().blocks[0].panel


def texts(drawn):
    """Give x, y and words of every text of a drawing."""
    found = re.findall(r'<text class="[^"]+" x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<', drawn)
    return [(float(x), float(y), words.replace("\N{NO-BREAK SPACE}", " ")) for x, y, words in found]


def limits(centres, standing="locked", **more):
    """Give a normal range of one unit around each centre."""
    lower = tuple(None if one is None else one - 1 for one in centres)
    upper = tuple(None if one is None else one + 1 for one in centres)
    return NormalRange(tuple(centres), lower, upper, standing, **more)


def test_spread_moves_only_what_is_too_close():
    """Labels that meet move apart around their middle; the others stay; the ends hold."""
    assert (8, 12) == spread((10, 10), 4, 0, 100)
    assert (50, 8, 12) == spread((50, 10, 10), 4, 0, 100)
    assert (2, 6, 10) == spread((0, 1, 2), 4, 2, 100)
    assert (96, 100) == spread((99, 100), 4, 0, 100)
    assert () == spread((), 4, 0, 100)


def test_new_limits_and_gaps_begin_a_stretch():
    """A re-base and a week without limits both divide the band; a season does not."""
    normal = limits([None, 5, 5, 8, 8, None, 8])
    found = [(part.first, part.end) for part in stretches(normal, 7)]
    seasonal = limits([5, 6, 5], seasonal=True)

    assert [(1, 3), (3, 5), (6, 7)] == found
    assert [(0, 3)] == [(part.first, part.end) for part in stretches(seasonal, 3)]
    assert [(1, 3)] == [(part.first, part.end) for part in stretches(limits([5, 5]), 3)]
    assert () == stretches(None, 3)


def test_chart_says_its_key_numbers(panel, widths):
    """Title and description hold what the drawing shows."""
    drawn = control_chart(panel, widths).replace("\N{NO-BREAK SPACE}", " ")

    assert "<title>Chart of 95th-percentile latency: 26 weeks against" in drawn
    for expected in (
        "Last week 5.02 s, above limit",
        "normal range 4.05 to 4.69 s",
        "average 4.37 s",
        "target 4.00 s",
        "coincided with assistant 4.2 with long contexts, 10 Nov 2026",
    ):
        assert expected in drawn


@pytest.mark.parametrize("narrow", [False, True])
def test_labels_at_the_end_do_not_meet(panel, widths, narrow):
    """Value, target, average and limits stand apart, inside the drawing."""
    near = replace(panel, target=panel.normal.upper[-1])
    found = texts(control_chart(near, widths, narrow=narrow))
    named = [one for one in found if re.match(r"limit|average|target|5\.02", one[2])]
    heights = sorted(y for _, y, _ in named)

    assert 5 == len(named)
    assert all(after - before > 9 for before, after in pairwise(heights))
    ends = [x + widths.width(words, LABEL_SIZE) for x, _, words in named]
    assert max(ends) <= (NARROW_WIDTH if narrow else CONTROL_WIDTH) + 0.1


def test_causes_stand_above_each_other_where_they_would_meet(panel, widths):
    """At most three causes are written, none over another."""
    more = Cause("annotation", "A remark of long ago that is not written", date(2026, 6, 1))
    found = texts(control_chart(replace(panel, causes=(more, *panel.causes)), widths))
    causes = [one for one in found if one[2].endswith((", 10 Nov", ", 12 Nov", ", 2 Nov"))]

    assert 3 == len(causes) == len({y for _, y, _ in causes})
    assert not any("long ago" in words for _, _, words in found)


def test_long_cause_is_shortened_and_escaped(panel, widths):
    """A cause that needs more room than there is ends in dots; markup stays text."""
    cause = Cause("incident", "<b>" + "Predictions logged twice " * 9, date(2026, 10, 12))
    drawn = control_chart(replace(panel, causes=(cause,)), widths)

    assert "…, 12\N{NO-BREAK SPACE}Oct" in drawn
    assert "<b>" not in drawn


def test_five_or_six_dates_stand_below(panel, widths):
    """Twenty-six weeks have six dates, the newest among them."""
    found = [words for _, y, words in texts(control_chart(panel, widths)) if y > 165]

    assert ["9 Nov", "5 Oct", "31 Aug", "27 Jul", "22 Jun", "18 May"] == found


def test_target_far_away_is_named_but_does_not_flatten_the_line(panel, widths):
    """A target off the scale is told as such, and has no line."""
    drawn = control_chart(replace(panel, target=90_000.0), widths)

    assert "target 90.0\N{NO-BREAK SPACE}s, off the scale" in drawn
    assert "stroke-dasharray" not in drawn


def test_missing_week_breaks_the_line_and_part_week_is_a_ring(panel, widths):
    """A gap stays a gap; an incomplete week has an open point."""
    gap = replace(panel.history[5], value=None, status="missing")
    part = replace(panel.history[8], status="partial")
    history = (*panel.history[:5], gap, *panel.history[6:8], part, *panel.history[9:])
    drawn = control_chart(replace(panel, history=history), widths)

    assert (1, 2) == tuple(
        one.count('points="') - 1 for one in (control_chart(panel, widths), drawn)
    )
    assert 1 == drawn.count('class="f-paper s-ink"')


def test_provisional_limits_are_an_outline(panel, widths):
    """Limits that may still move are drawn open, in charts and in cells."""
    normal = replace(panel.normal, standing="provisional")
    drawn = control_chart(replace(panel, normal=normal), widths)
    spark = sparkline(panel.history, "ms", normal)

    assert [True, True] == ['<polygon class="f-paper s-past"' in one for one in (drawn, spark)]
    assert '<polygon class="f-band"' in sparkline(panel.history, "ms", panel.normal)


def test_chart_without_limits_or_values_is_drawn(panel, widths):
    """No limits, no value this week, or no value at all still gives a chart with words."""
    none = NormalRange((), (), (), "none", reason="too few weeks")
    gone = replace(panel.history[-1], value=None, status="missing", reason="no data since May")
    bare = replace(panel, normal=none, signal=None, target=None, causes=())
    empty = tuple(replace(one, value=None, status="missing") for one in panel.history)

    assert "no limits: too few weeks" in control_chart(bare, widths)
    assert "Last week no data since May" in control_chart(
        replace(panel, history=(*panel.history[:-1], gone)), widths
    )
    assert control_chart(replace(bare, history=empty), widths)


def test_points_of_the_signal_have_its_colour(panel, widths):
    """The week that signals is circled; sparklines end in the same colour."""
    assert 2 == control_chart(panel, widths).count("<circle") - 25
    assert 'class="f-paper s-warning"' in control_chart(panel, widths)
    assert '<circle class="f-warning"' in sparkline(panel.history, "ms", signal=panel.signal)


def test_numbers_go_with_the_limits_of_their_week(panel):
    """Limits are matched to weeks from the newest one back."""
    short = replace(panel, normal=limits([7.0]))

    assert [((None,) * 3), (6.0, 7.0, 8.0)] == [row for _, row in with_limits(short)][-2:]


def test_every_week_tells_its_numbers(panel, widths):
    """Each week has a spot that says its value, its n and what was normal, gaps too."""
    gap = replace(panel.history[5], value=None, status="missing", reason="no data", n=0)
    history = (*panel.history[:5], gap, *panel.history[6:])
    spots = control_picture(replace(panel, history=history), widths).spots
    last, said = spots[-1], spots[-1].says.replace("\N{NO-BREAK SPACE}", " ")

    assert 26 == len(spots)
    assert "9\N{EN DASH}15 November 2026" == last.name.replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("5.02 s · n ")
    assert "normal range 4.05 to 4.69 s" in said
    assert spots[5].says.startswith("no data")


def test_numbers_of_a_control_chart_are_a_table(panel):
    """A row per week with value, n and limits; part weeks say how many days they have."""
    part = replace(panel.history[8], status="partial", days_present=5)
    history = (*panel.history[:8], part, *panel.history[9:])
    found = limit_numbers(replace(panel, history=history))

    assert ["Week", "Days", "Value", "n", "Lower limit", "Average", "Upper limit"] == [
        column.title for column in found.columns
    ]
    assert 26 == len(found.rows)
    assert "2026-W46" == found.rows[-1][0]
    assert ["", "5 of 7"] == [row[1] for row in found.rows[7:9]]
    assert Quantity(panel.history[-1].n, "count") == found.rows[-1][3]


def test_a_line_in_a_cell_says_its_numbers(panel):
    """A sparkline names its KPI, its extremes with their weeks, its gaps and its range."""
    gap = replace(panel.history[5], value=None, status="missing")
    history = (*panel.history[:5], gap, *panel.history[6:])
    told = sparkline(history, "ms", panel.normal, title="Latency").replace(
        "\N{NO-BREAK SPACE}", " "
    )

    assert "<title>Latency: 26 weeks</title><desc>Last week 5.02 s; lowest " in told
    assert "; highest 5.02 s in the week of 9 Nov; 1 week without data; normal: 4.05 to" in told

"""The chart of a KPI's published history."""

import re
from dataclasses import replace

import pytest
from site_sample import USERS, archive_of, holding, key_of, limits_around, said, week_of

from reports.rendering.fonts import text_widths
from reports.rendering.site.chart import WIDTHS, chart_words, history_chart
from reports.rendering.site.history import histories_of
from reports.rendering.site.series import series_of
from reports.values.signal import Signal

FIRST, NEWEST = key_of(1), key_of(0)


@pytest.fixture(scope="module")
def widths():
    """Give the measures of the data font."""
    return text_widths()


def series(*says, reviews=None):
    """Return the series of the only KPI."""
    reviews = reviews or ((FIRST, holding()), (NEWEST, holding()))
    (found,) = histories_of(archive_of(*reviews, says=says))
    return series_of(found)


def steady(weeks):
    """Let the newest review state weeks that move a little."""
    return [said(NEWEST, ago, 1000.0 + 7 * (ago % 5)) for ago in reversed(range(weeks))]


def restated():
    """Let the newest review state one of three weeks anew."""
    return series(
        *(said(FIRST, 2, 1000.0), said(NEWEST, 2, 1200.0)),
        *(said(FIRST, 1, 1000.0), said(NEWEST, 0, 1000.0)),
    )


def test_restated_week_shows_what_was_stated_first(widths):
    """A hollow grey ring stands at the first value, with a stem to what stands now."""
    svg = str(history_chart(restated(), USERS, widths))
    (ring,) = re.findall(r'<circle class="f-paper s-grey" cx="([\d.]+)"', svg)
    (stem,) = re.findall(r'<line class="s-grey" x1="([\d.]+)"', svg)

    assert ring == stem


def test_untouched_weeks_have_no_ring(widths):
    """Without a restatement nothing is drawn behind the line."""
    assert "s-grey" not in history_chart(series(*steady(3)), USERS, widths)


def test_change_of_definition_is_dated(widths):
    """A line with its day marks where another definition began."""
    other = holding(replace(USERS, definition_hash="b" * 64))
    reviews = ((FIRST, holding()), (NEWEST, other))
    svg = history_chart(series(*steady(4), reviews=reviews), USERS, widths)

    assert "Definition changed, 9\N{NO-BREAK SPACE}Nov" in svg


def test_newest_value_and_limits_are_named(widths):
    """At the right end stand the value and the limits that hold now."""
    held = holding(normal=limits_around(1000.0, 26))
    svg = history_chart(series(*steady(26), reviews=((NEWEST, held),)), USERS, widths)

    assert ["1.00k", "limit 1.10k", "average 1.00k", "limit 900"] == re.findall(
        r">((?:limit |average )?[\d.]+k?)</text>", str(svg)
    )[-4:]


def test_week_with_a_signal_is_larger_and_coloured(widths):
    """Its own review's signal marks a week, in the colour of good or bad."""
    day, levels = week_of(1).start, (1007.0, 900.0, 800.0, 1000.0, 1.07)
    named = ("users", "Active users", "users", "beyond_limit", "up", False)
    signal = Signal(*named, day, 1, *levels)
    reviews = ((FIRST, holding(signal=signal)), (NEWEST, holding()))
    svg = str(history_chart(series(*steady(4), reviews=reviews), USERS, widths))

    assert ["2.5"] == re.findall(r'<circle class="f-warning"[^>]* r="([\d.]+)"', svg)


def test_part_week_is_a_ring(widths):
    """A week with days missing is hollow."""
    says = (said(FIRST, 1, 1000.0), said(NEWEST, 0, 900.0, "partial"))
    svg = history_chart(series(*says), USERS, widths)

    assert 1 == svg.count('class="f-paper s-ink"')


@pytest.mark.parametrize("size", sorted(WIDTHS))
@pytest.mark.parametrize("weeks", [1, 26, 104, 260])
def test_everything_stays_inside(widths, size, weeks):
    """Whatever the length of the history, no coordinate leaves the drawing."""
    svg = str(history_chart(series(*steady(weeks)), USERS, widths, size))
    found = [float(x) for x in re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)"', svg)]

    assert 0 <= min(found)
    assert WIDTHS[size] >= max(found)


def test_a_single_week_between_gaps_is_a_point(widths):
    """A line needs two weeks; one alone is drawn as a point."""
    says = [said(FIRST, ago, 1.0) for ago in (*range(99, 19, -1), 18, *range(16, 0, -1))]
    svg = history_chart(series(*says, said(NEWEST, 0, 1.0)), USERS, widths, "narrow")

    assert (2, 2) == (svg.count("<polyline"), svg.count("<circle"))


def test_history_without_any_value_is_an_empty_frame(widths):
    """Nothing but missing weeks is drawn as such, and said."""
    found = series(said(FIRST, 1, None), said(NEWEST, 0, None))

    assert "<desc>No week has a value.</desc>" in history_chart(found, USERS, widths)


def test_words_tell_what_the_chart_shows():
    """For those who cannot see it: newest, extremes, restatements."""
    expected = "Newest week 1.00k; between 1.00k and 1.20k; 1 week restated."

    assert expected == chart_words(restated(), USERS)

"""Signals, targets and normal ranges on the pages."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from reports.rendering.environment import template_environment
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill
from reports.rendering.pdf import review_to_pdf
from reports.values.document import Scorecard, ScoreGroup, SignalStory, SignalSummary
from reports.values.signal import NormalRange


@pytest.fixture(scope="module")
def environment(review, shipped_templates):
    """Give the template environment."""
    return template_environment([shipped_templates], zone=review.zone, widths=text_widths())


@pytest.fixture(scope="module")
def card(review):
    """Give the sample's scorecard."""
    return next(block for block in review.chapters[0].blocks if isinstance(block, Scorecard))


@pytest.fixture(scope="module")
def stories(review):
    """Give the stories of the sample's signals."""
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    return [block for block in blocks if isinstance(block, SignalStory)]


def page_with(environment, review, *blocks):
    """Fill the HTML skeleton with one chapter of some blocks."""
    chapter = replace(review.chapters[0], blocks=blocks)
    page = fill(environment, "html/review.html", replace(review, chapters=(chapter,)))
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def bare(row):
    """Give a row of a review from before limits and targets."""
    return replace(row, interval=None, normal=None, signal=None, target=None, guardrail=None)


def test_columns_without_content_are_left_out(environment, review, card):
    """An old review has neither interval nor target nor signal columns, nor a key."""
    groups = tuple(replace(one, rows=tuple(map(bare, one.rows))) for one in card.groups)
    page = page_with(environment, review, replace(card, groups=groups))
    heads = re.findall(r'role="columnheader"[^>]*>([A-Zv][^<]*)<', page)

    assert ["Indicator", "vs last week", "vs 52 weeks ago"] == heads[:3]
    for absent in ("interval", "Target", '<col class="c-signal">', "normal range"):
        assert absent not in page.partition("<table")[2].partition("</table>")[0]


def test_row_shows_interval_target_and_signal(environment, review, card):
    """Value, interval, n, goal, state and signal of a KPI stand in one row."""
    page = page_with(environment, review, card)
    row = re.sub(r"<[^>]+>", " ", page.partition('id="kpi-conversion"')[2].partition("</tr>")[0])
    words = " ".join(row.split())

    for expected in ("19.7 %", "19.3 to 20.1 %", "20.0 % by 31 Dec on track, P 93 %"):
        assert expected in words
    assert "favourable signal Run of eight favourable" in words


def test_objective_is_a_heading_with_its_owner(environment, review, card):
    """Objectives come with their owners; what hangs on none stands under its chapter."""
    page = page_with(environment, review, card)
    groups = re.findall(r'<tr class="group([^"]*)".*?class="aims-at">([^<]+)<', page)

    assert [
        (" objective", "People come back because answers are worth it"),
        (" objective", "The assistant pays for itself"),
        ("", "Reach"),
    ] == groups[:3]
    assert 2 == page.count('class="owner"')


def test_change_against_the_mean_of_four_weeks_is_one_click_away(environment, review, card):
    """What has no column of its own stands in the numbers below the table."""
    page = page_with(environment, review, card)
    more = page.partition("More numbers")[2]

    assert "vs mean of four" not in page.partition("</table>")[0]
    assert "+138 bps" in more
    assert "provisional limits, 14 weeks" in more


def test_signal_links_to_its_story(html):
    """First page, scorecard, definition and story of a signal belong together."""
    assert 3 == html.count('href="#signal-p95_latency"')
    assert 1 == html.count('id="signal-p95_latency"')


def test_signals_without_stories_are_no_links(environment, review):
    """A summary alone leads nowhere."""
    summary = next(one for one in review.chapters[0].blocks if isinstance(one, SignalSummary))
    page = page_with(environment, review, summary)

    assert "#signal-" not in page
    assert 3 == page.count('class="what')


def test_owner_is_quoted_with_role_state_and_day(html):
    """What an owner says stands as a quotation."""
    words = re.sub(r"<[^>]+>", "", html.partition("<blockquote>")[2].partition("</blockquote>")[0])

    assert "Long contexts skip the cache since 4.2." in words
    assert "Investigating · Serving team, 16\N{NO-BREAK SPACE}November 2026" in words


def test_hostile_words_stay_words(environment, review, stories):
    """Markup in a comment, a cause or a limit's reason is escaped."""
    hostile = "<script>alert(1)</script>"
    story = stories[0]
    comment = replace(story.comments[0], says=hostile, by=hostile)
    normal = replace(story.panel.normal, rebased=hostile)
    panel = replace(story.panel, normal=normal, title=hostile, subtitle=hostile)
    page = page_with(environment, review, replace(story, comments=(comment,), panel=panel))

    assert "<script" not in page


@pytest.mark.parametrize("count", [0, 1, 12])
def test_any_number_of_signals_is_printed(environment, review, card, stories, count):
    """A page of twelve signals, of one, or of none makes a PDF without complaints."""
    chosen = (stories * 3)[:count]
    bold = tuple(
        replace(one, signal=replace(one.signal, kpi=f"k{at}", title="A long title " * 6))
        for at, one in enumerate(chosen)
    )
    chapter = replace(review.chapters[1], blocks=bold)
    kept = replace(review.chapters[0], blocks=(card,))
    data = review_to_pdf(environment, replace(review, chapters=(kept, chapter)))

    assert len(pypdfium2.PdfDocument(data)) >= 1 + count // 3


def test_limits_that_are_missing_leave_the_row_whole(environment, review, card):
    """A KPI without limits or history still has its row."""
    row = replace(card.groups[0].rows[0], normal=NormalRange((), (), (), "none"), history=())
    page = page_with(environment, review, replace(card, groups=(ScoreGroup("One", (row,)),)))

    assert "0 weeks without data" in page


def test_thirty_rows_stand_on_the_first_page(environment, review, card):
    """Thirty KPIs in five groups, some of them with targets and signals, stay on page one."""
    rows = [row for group in card.groups[:2] for row in group.rows if row.target or row.signal]
    quiet = next(row for group in card.groups for row in group.rows if row.kpi == "new_users")
    rows += [replace(quiet, title=f"Indicator {at}", kpi=f"k{at}") for at in range(25)]
    groups = tuple(ScoreGroup(f"Group {at}", tuple(rows[at : at + 6])) for at in range(0, 30, 6))
    summary = next(one for one in review.chapters[0].blocks if isinstance(one, SignalSummary))
    chapter = replace(
        review.chapters[0], blocks=(summary, replace(card, groups=groups, caption=()))
    )
    document = pypdfium2.PdfDocument(
        review_to_pdf(environment, replace(review, chapters=(chapter,)))
    )
    first = document[0].get_textpage().get_text_range()
    document.close()

    assert (5, 25) == (len(rows) - 25, first.count("Indicator ") - 1)

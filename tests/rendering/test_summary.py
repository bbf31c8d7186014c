"""The summary in Markdown."""

from dataclasses import replace

from reports.rendering import summarize
from reports.values.document import Scorecard, ScoreGroup
from reports.values.reading import Change


def test_summary_has_headline_and_every_kpi(review):
    """The summary names week, headline, cover line and one row per KPI."""
    text = summarize(review).replace("\N{NO-BREAK SPACE}", " ")

    assert "# Atlas Assistant: Week 46, 9\N{EN DASH}15 November 2026" in text
    assert "**Weekly active users reached 12.9k; the slowest answers took 4.52 s**" in text
    assert "Simulated data" in text
    assert 2 + 14 == text.count("\n|")


def test_summary_has_signals_and_the_state_of_targets(review):
    """Signals are listed with their marks; targets and guardrails stand in the table."""
    text = summarize(review).replace("\N{NO-BREAK SPACE}", " ")

    assert "- ▲ **95th-percentile latency rose above its normal range: 5.02 s** Mainly in" in text
    assert "| 20.0 % by 31 Dec: on track, P 93 % | ◇ Run of eight, favourable |" in text
    assert "| at most 4.80 s: breached | ▲ Above limit, adverse |" in text
    assert 1 == text.count("| Indicator ")


def test_summary_of_an_old_review_has_no_empty_columns(review):
    """Without targets and signals their columns are left out."""
    card = next(block for block in review.chapters[0].blocks if isinstance(block, Scorecard))
    row = replace(card.groups[0].rows[0], target=None, guardrail=None, signal=None)
    card = replace(card, groups=(ScoreGroup("One", (row,)),))
    chapter = replace(review.chapters[0], blocks=(card,))
    head = summarize(replace(review, chapters=(chapter,))).splitlines()[-3]
    expected = "| Indicator | This week | vs last week | vs mean of four | vs 52 weeks ago |"

    assert expected == head


def test_names_cannot_become_markdown(tiny):
    """Marks of Markdown in a name are escaped."""
    text = summarize(replace(tiny, product_title="A|B <i>*x*"))

    assert r"A\|B \<i\>\*x\*" in text


def test_missing_week_says_why_only_once(review):
    """A KPI without a value has its reason beside it and dashes for its changes."""
    card = next(block for block in review.chapters[0].blocks if isinstance(block, Scorecard))
    row = card.groups[0].rows[0]
    gone = replace(row.last_week, value=None, status="missing", reason="no data since 2010-12-23")
    void = Change(None, "percent", "not_comparable", gone.reason)
    row = replace(row, last_week=gone, wow=void, four_weeks=void, yoy=void)
    card = replace(card, groups=(ScoreGroup("One", (row,)),))
    chapter = replace(review.chapters[0], blocks=(card,))
    text = summarize(replace(review, chapters=(chapter,)))

    assert (1, 3) == (text.count(gone.reason), text.count("| \N{EN DASH} "))

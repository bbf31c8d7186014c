"""The summary in Markdown."""

from dataclasses import replace

from reports.rendering import summarize


def test_summary_has_headline_and_every_kpi(review):
    """The summary names week, headline, cover line and one row per KPI."""
    text = summarize(review).replace("\N{NO-BREAK SPACE}", " ")

    assert "# Atlas Assistant: Week 46, 9\N{EN DASH}15 November 2026" in text
    assert "**Weekly active users reached 12.9k; the slowest answers took 4.52 s**" in text
    assert "Simulated data" in text
    assert 2 + 14 == text.count("\n|")


def test_names_cannot_become_markdown(tiny):
    """Marks of Markdown in a name are escaped."""
    text = summarize(replace(tiny, product_title="A|B <i>*x*"))

    assert r"A\|B \<i\>\*x\*" in text

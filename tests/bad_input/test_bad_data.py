"""Data that a review cannot rest on, or rests on with a warning."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports import pipeline
from reports.values.document import Callout, Review
from tests.bad_input.answers import Answer, job_of, last_run, publish, published, visible

Altering = Callable[..., Path]
Previewing = Callable[..., Answer]


def review_of(folder: Path) -> Review:
    """Return the review of the last week."""
    job = job_of(folder)
    return pipeline.write_review(job, pipeline.read_facts(job))


def callouts(review: Review) -> dict[str, str]:
    """Return the warnings of a review by title, numbers written plainly."""
    return {
        block.title: "".join(str(getattr(span, "value", span)) for span in block.spans)
        for chapter in review.chapters
        for block in chapter.blocks
        if isinstance(block, Callout)
    }


@pytest.mark.parametrize(
    ("week", "exit_code", "words"),
    [
        ("2026-W47", 5, ("--week: week 2026-W47 of bot is not over", "got:", "next: wait")),
        ("2099-W01", 5, ("--week: week 2099-W01 of bot is not over", "got:", "next: wait")),
        ("2026-W20", 5, ("bot has no data for 2026-W20", "rows from 2026-05-11 on", "next:")),
        ("1900-W01", 5, ("bot has no data for 1900-W01", "got: no rows", "next:")),
        ("2026-W54", 2, ("--week: no such week: '2026-W54'", "expected:", "next:")),
        ("0002-W01", 2, ("--week: so far away", "expected:", "got:", "next:")),
        ("9998-W50", 2, ("--week: so far away", "expected:", "got:", "next:")),
        ("../../W1", 2, ("--week: no such week", "expected:", "next:")),
    ],
)
def test_a_week_without_a_review_is_refused(
    small: Path, preview: Previewing, week: str, exit_code: int, words: tuple[str, ...]
):
    """A week that is not over, before the data, or no week at all, leaves nothing behind."""
    before = visible(small)
    answer = preview(small, week)

    assert exit_code == answer.exit_code
    assert [] == answer.lacks(*words)
    assert before == visible(small)


@pytest.mark.parametrize(
    "as_of", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-11-16", "now"]
)
def test_an_impossible_as_of_is_refused(small: Path, preview: Previewing, as_of: str):
    """An instant needs a zone and a year that calendars reach."""
    answer = preview(small, "2026-W46", as_of)

    assert 2 == answer.exit_code
    assert [] == answer.lacks("--as-of", "expected:", "got:", "next:")


def test_an_empty_relation_gives_no_review(alter: Altering, command: Previewing):
    """Nothing is archived, the ledger has the failed run, and check names the relation."""
    folder = alter("DELETE FROM log")
    outcome = publish(job_of(folder))
    checked = command("check", "--workspace", folder)

    assert (5, "failed") == (outcome.exit_code, outcome.state)
    assert "no data for 2026-W46" in outcome.error
    assert ((), "failed") == (published(folder), last_run(folder).state)
    assert not (folder / "archive").exists()
    assert (1, []) == (checked.exit_code, checked.lacks("events\tproblem\tno rows"))


EMPTY = """
[products.bot.relations.predictions]
table = "calls"
columns = { prediction_id = "id", occurred_at = "at", model = "model" }
"""


def test_an_empty_relation_beside_a_full_one_is_missing_and_not_zero(alter: Altering):
    """The review is published; numbers over the empty relation say that there are no rows."""
    folder = alter("CREATE TABLE calls (id TEXT, at TEXT, model TEXT)")
    (folder / "review.toml").write_text((folder / "review.toml").read_text() + EMPTY)
    job = job_of(folder)
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    last = {k.definition.name: k.readings.last_week for k in review.kpis}["predictions"]

    assert (None, "missing", "predictions has no rows") == (last.value, last.status, last.reason)
    assert "predictions has rows on 0 of 7" in callouts(review)["Incomplete week"]


def test_data_that_end_mid_week_are_published_and_marked(alter: Altering, preview: Previewing):
    """Days present of days expected stand beside the number and in the data notes."""
    folder = alter("DELETE FROM log WHERE at >= '2026-11-12'")
    answer = preview(folder)
    review = review_of(folder)
    last = {k.definition.name: k.readings.last_week for k in review.kpis}["messages"]
    page = folder / ".product-review/preview/bot-2026-W46/review.html"

    assert 0 == answer.exit_code
    assert (10.0, "partial", "3 of 7 days") == (last.value, last.status, last.reason)
    assert "events has rows on 3 of 7. " in callouts(review)["Incomplete week"]
    assert "Incomplete week" in page.read_text()


CALLS = """
[products.bot.relations.predictions]
table = "calls"
columns = { prediction_id = "id", occurred_at = "at", model = "model" }
[products.bot.relations.outcomes]
table = "truths"
columns = { prediction_id = "id", known_at = "at", label = "label" }
"""


@pytest.fixture
def doubled(alter: Altering) -> Path:
    """Return a workspace with predictions p1 twice, p2 three times, p3 once, in one week.

    p4 stands twice as well, but in two weeks.
    """
    calls = [("p1", 9), ("p1", 10), ("p2", 9), ("p2", 9), ("p2", 11), ("p3", 12), ("p4", 13)]
    values = [f"('{name}', '2026-11-{day:02}T10:00:00Z', 'm')" for name, day in calls]
    values += ["('p4', '2026-11-03T10:00:00Z', 'm')", "(NULL, '2026-11-09T10:00:00Z', 'm')"]
    truths = [f"('{name}', '2026-11-14T10:00:00Z', {int(name == 'p1')})" for name in ("p1", "p2")]
    folder = alter(
        "CREATE TABLE calls (id TEXT, at TEXT, model TEXT)",
        "CREATE TABLE truths (id TEXT, at TEXT, label INTEGER)",
        f"INSERT INTO calls VALUES {', '.join(values)}, (NULL, '2026-11-09T11:00:00Z', 'm')",
        f"INSERT INTO truths VALUES {', '.join(truths)}",
    )
    (folder / "review.toml").write_text((folder / "review.toml").read_text() + CALLS)
    return folder


def test_repeated_prediction_ids_are_warned_of(doubled: Path):
    """The review is published, says how many ids repeat, and counts each outcome once."""
    review = review_of(doubled)
    last = {k.definition.name: k.readings.last_week for k in review.kpis}
    truth = last["outcome_success_share"]

    assert callouts(review)["Repeated prediction_id"].startswith(
        "2 prediction_ids occur in more than one row of predictions in this week."
    )
    assert (1.0, 2.0, 2) == (truth.numerator, truth.denominator, truth.n)
    assert 9.0 == last["predictions"].value


def test_ids_that_stand_once_are_not_spoken_of(small: Path):
    """Without predictions, and without repetition, there is no warning."""
    assert {} == callouts(review_of(small))

"""Backfills: planned from the ledger, equal to single runs, finished after any death."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports import backfilling, pipeline
from reports.backfilling import Backfill
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ConfigError, RenderError
from reports.rendering import review_to_json
from reports.store import open_store
from reports.store.archive import Archive
from reports.values.job import Built, Outcome, Request
from reports.values.week_state import BackfillRequest

NOW = datetime(2026, 11, 17, 8, tzinfo=UTC)
WEEKS = ("2026-W43", "2026-W44", "2026-W45", "2026-W46")
FORMATS = ("review.html", "review.json", "review.pdf")
SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from reports.backfilling import Backfill
from reports.config import load_workspace
from reports.values.week_state import BackfillRequest
AS_OF = datetime(2026, 11, 17, 8, tzinfo=UTC)
if __name__ == "__main__":
    request = BackfillRequest(sys.argv[2], sys.argv[3], as_of=AS_OF, workers=1)
    run = Backfill(load_workspace(Path(sys.argv[1]), {}), request, lambda: datetime.now(UTC),
                   lambda: uuid4().hex, lease_s=0.2)
    run.run(run.plan(), told=lambda outcome: print(outcome.week_label, outcome.state, flush=True))
"""


def _backfill(folder: Path, request: BackfillRequest, *, now: datetime = NOW) -> list[Outcome]:
    run = _run(folder, request, now=now)
    return run.run(run.plan(), told=lambda _: None)


def _run(folder: Path, request: BackfillRequest, *, now: datetime = NOW) -> Backfill:
    numbers = iter(range(10_000))
    prefix = f"{now.timestamp()}-{random.random()}"  # noqa: S311 - a name, no secret
    return Backfill(
        load_workspace(folder, {}),
        request,
        lambda: now,
        lambda: f"run-{prefix}-{next(numbers)}",
        lease_s=1.0,
    )


def _request(**changes: object) -> BackfillRequest:
    return replace(BackfillRequest(WEEKS[0], WEEKS[-1], as_of=NOW), **changes)


def _single(folder: Path, week: str) -> None:
    """Publish one week as `run --week W --as-of` does."""
    workspace = load_workspace(folder, {})
    request = Request(week, "", NOW)
    (job,) = pipeline.plan(workspace, request, now=NOW, new_run_id=lambda: f"single-{week}")
    pipeline.begin(job, "single")
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    files = pipeline.render(workspace, [review])[0]
    pipeline.publish_review(Built(job, extraction, review, files), finished_at=NOW)


@pytest.fixture
def quick(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small workspace; a review's files are its JSON and two short texts."""

    def render(reviews, *, templates, workers):
        for review in reviews:
            note = f"this is revision {review.revision}. {review.revision_reason}".encode()
            yield {
                "review.json": review_to_json(review),
                "review.html": note,
                "review.pdf": b"%PDF",
            }

    monkeypatch.setattr(backfilling, "render_each", render)
    return small


def _file(folder: Path, week: str, name: str, revision: int = 1) -> bytes:
    return (folder / "archive" / "bot" / week[:4] / week / f"r{revision}" / name).read_bytes()


@pytest.mark.slow
def test_weeks_of_a_backfill_equal_single_runs_byte_for_byte(small: Path, tmp_path: Path):
    """HTML, JSON and PDF are those of `run --week W --as-of` the same instant, in order."""
    other = tmp_path / "single"
    shutil.copytree(small, other)
    outcomes = _backfill(small, _request())
    for week in WEEKS:
        _single(other, week)

    assert [(week, "published") for week in WEEKS] == [
        (one.week_label, one.state) for one in outcomes
    ]
    for week in WEEKS:
        for name in FORMATS:
            assert _file(other, week, name) == _file(small, week, name), f"{week} {name}"


def test_backfilling_twice_publishes_once(quick: Path):
    """What is there is left alone; the plan says why."""
    _backfill(quick, _request())
    plan = _run(quick, _request()).plan()

    assert () == plan.chosen
    assert {"is built"} == {one.why for one in plan.weeks}


def test_published_weeks_are_built_again_only_with_a_reason_and_as_revisions(quick: Path):
    """The first revision stays as it was; the second says why it exists."""
    _backfill(quick, _request(first=WEEKS[-1]))
    before = _file(quick, WEEKS[-1], "review.html")
    refused = _run(quick, _request(first=WEEKS[-1], selection="all")).plan()
    (outcome,) = _backfill(
        quick, _request(first=WEEKS[-1], selection="all", reason="The load was late")
    )

    assert ["a further revision needs --reason"] == [one.why for one in refused.weeks]
    assert ("published", 2) == (outcome.state, outcome.review.key.revision)
    assert before == _file(quick, WEEKS[-1], "review.html")
    text = _file(quick, WEEKS[-1], "review.html", 2).decode()
    assert "this is revision 2. The load was late" in " ".join(text.split())


def test_two_revisions_are_compared(quick: Path):
    """The reason is named, and the command needs two revisions."""
    _backfill(quick, _request(first=WEEKS[-1]))
    run = CliRunner()
    alone = run.invoke(app, ["diff", WEEKS[-1], "--workspace", str(quick)])
    _backfill(quick, _request(first=WEEKS[-1], selection="all", reason="The load was late"))
    both = run.invoke(app, ["diff", WEEKS[-1], "--workspace", str(quick)])

    assert "nothing to compare" in str(alone.exception)
    assert ["what\twhere\tr1\tr2", "reason\t\t\tThe load was late"] == both.output.splitlines()


def test_a_changed_definition_makes_its_weeks_stale(quick: Path):
    """Weeks built under another definition are named with the KPI."""
    _backfill(quick, _request(first=WEEKS[-1]))
    kpis = quick / "kpis.toml"
    kpis.write_text(kpis.read_text().replace("name = 'message'", "name <> 'refund'"))
    (planned,) = (
        _run(quick, _request(first=WEEKS[-1], selection="stale", reason="New")).plan().weeks
    )

    assert ("stale", True) == (planned.entry.state, planned.build)
    assert "definition changed: messages" in planned.entry.reason


def test_one_failed_week_does_not_stop_the_others(quick: Path, monkeypatch: pytest.MonkeyPatch):
    """It is named with its reason, and is what --failed builds next."""
    real = pipeline.write_review

    def fail(job, extraction):
        if job.week_label == WEEKS[1]:
            raise RenderError("a wrong template", next_step="mend it")
        return real(job, extraction)

    monkeypatch.setattr(pipeline, "write_review", fail)
    outcomes = _backfill(quick, _request())
    monkeypatch.undo()
    states = {one.week_label: one for one in outcomes}
    (planned,) = _run(quick, _request(selection="failed")).plan().chosen

    assert ["published", "failed", "published", "published"] == [
        states[week].state for week in WEEKS
    ]
    assert (WEEKS[1], "a wrong template") == (planned.entry.week_label, planned.entry.reason)
    assert ["published"] == [one.state for one in _backfill(quick, _request(selection="failed"))]


def test_failures_beyond_a_limit_end_the_backfill(quick: Path, monkeypatch: pytest.MonkeyPatch):
    """After the failure that reaches the limit nothing more is begun."""

    def fail(job, extraction):
        raise RenderError("a wrong template")

    monkeypatch.setattr(pipeline, "write_review", fail)
    outcomes = _backfill(quick, _request(first="2026-W37", max_failures=1, workers=1))

    assert ["2026-W37"] == [one.week_label for one in outcomes]


def test_one_statement_per_query_and_grain_serves_all_weeks(
    quick: Path, monkeypatch: pytest.MonkeyPatch
):
    """After the first reading no week asks for a KPI's facts again."""
    asked: list[int] = []
    real = backfilling.pipeline.read_facts

    def count(job, **named):
        extraction = real(job, **named)
        asked.append(extraction.statements)
        return extraction

    monkeypatch.setattr(pipeline, "read_facts", count)
    _backfill(quick, _request())

    assert len(WEEKS) == len(asked)
    # What explains signals is asked once it is known which there are.
    assert max(asked) <= 3


def test_a_week_in_somebody_elses_hands_is_left_to_them(quick: Path):
    """A held lease keeps the backfill out of that week alone."""
    workspace = load_workspace(quick, {})
    with open_store(workspace.ledger_url) as store:
        store.ledger.lease("bot", WEEKS[2], owner="somebody", now=NOW, ttl_s=600)
    outcomes = _backfill(quick, _request())

    assert {WEEKS[2]: "left to another run"} == {
        one.week_label: one.state for one in outcomes if one.state != "published"
    }
    later = NOW + timedelta(hours=1)
    assert [WEEKS[2]] == [one.week_label for one in _backfill(quick, _request(), now=later)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"first": "2026-W46", "last": "2026-W43"}, "ends before it begins"),
        ({"first": "2026-W99"}, "no such week"),
        ({"product": "pen"}, "no product 'pen'"),
    ],
)
def test_ranges_that_cannot_be_are_refused(quick: Path, changes, told: str):
    """Nothing is begun."""
    with pytest.raises(ConfigError, match=told):
        _run(quick, _request(**changes)).plan()


def _start(folder: Path, script: Path, weeks: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(script), str(folder), weeks[0], weeks[-1]],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_killed_at_any_moment_the_same_command_finishes_the_rest(small: Path, tmp_path: Path):
    """Thirty deaths later every week is published once, whole, and as an undisturbed run has it."""
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    chance = random.Random(11)  # noqa: S311 - when to kill
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(small, undisturbed)
    weeks = ("2026-W39", "2026-W46")
    workspace = load_workspace(small, {})
    for _ in range(30):
        process = _start(small, script, weeks)
        time.sleep(chance.uniform(0.3, 9.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        _whole(workspace)
    for _ in range(20):
        if _start(small, script, weeks).wait() == 0 and len(_whole(workspace)) == 8:
            break
        time.sleep(0.3)
    _start(undisturbed, script, weeks).wait()

    found = _whole(workspace)
    assert 8 == len(found) == len(set(found))
    for week in found:
        for name in FORMATS:
            assert _file(undisturbed, week, name) == _file(small, week, name), f"{week} {name}"


def _whole(workspace) -> list[str]:
    """Return the published weeks, each checked against its hashes."""
    with open_store(workspace.ledger_url) as store:
        reviews = store.ledger.reviews()
    archive = Archive(workspace.archive)
    for review in reviews:
        assert () == archive.verify(review.key, review.files)
    return [review.key.week_label for review in reviews]

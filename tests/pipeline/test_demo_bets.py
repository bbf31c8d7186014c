"""The demo's bets: the planted experiment, the helped segment and the null release judged right."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, build_demo
from reports.stages.material import Shelf
from reports.stages.retrospective import build
from reports.store import open_store
from reports.values.job import Request
from reports.values.outcome import BetOutcome

pytestmark = pytest.mark.slow

AS_OF = datetime.fromisoformat(DEMO_AS_OF)
EARLY = datetime(2026, 2, 24, 8, tzinfo=AS_OF.tzinfo)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo; its bets were seen in time."""
    found = tmp_path_factory.mktemp("demo")
    build_demo(found)
    return found


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> Callable[[str], dict[str, BetOutcome]]:
    """Return what gives the outcomes of a week's review by bet."""

    def look(week: str, place: Path = folder) -> dict[str, BetOutcome]:
        workspace = load_workspace(place, {})
        (job,) = pipeline.plan(
            workspace, Request(week, "", AS_OF), now=EARLY, new_run_id=lambda: f"run-{week}"
        )
        pipeline.begin(job, "weekly")
        extraction = pipeline.read_facts(job)
        with open_store(workspace.ledger_url) as store:
            told = build(Shelf(job, extraction, store), extraction.assessment).retrospective
        return {one.bet.name: one for one in told.outcomes}

    return look


def test_the_planted_experiment_is_judged_in_its_week(outcomes):
    """While it runs only what could be seen is told; then grade A, with the truth inside."""
    running = outcomes("2026-W12")["one-click export"]
    found = outcomes("2026-W13")["one-click export"]

    assert (None, True) == (running.verdict, 0.1 < running.detectable < 0.6)
    assert ("A", "worked", "experiment") == (found.grade, found.verdict, found.observed.method)
    assert found.observed.low < 0.30 < found.observed.high
    assert found.observed.n > 2000


def test_a_release_that_did_nothing_is_no_win(outcomes):
    """Nothing is claimed for it, and no harm either."""
    found = outcomes("2026-W23")["new onboarding"]

    assert found.verdict in ("did no harm", "not detectable yet")
    assert found.observed.low < 0 < found.observed.high


def test_a_release_that_helped_one_segment_worked_there(outcomes):
    """Grade C, because only its own history stands beside it."""
    found = outcomes("2026-W37")["mobile editor"]

    assert ("C", "worked") == (found.grade, found.verdict)
    assert found.observed.low > 0


def test_a_split_that_missed_its_plan_replaces_the_effect(outcomes, folder: Path, tmp_path: Path):
    """Lost rows of one variant make every effect unreadable."""
    build_demo(tmp_path)
    with duckdb.connect(str(tmp_path / "data" / "demo.duckdb")) as database:
        database.execute(
            "DELETE FROM experiment_log WHERE variant = 'treatment' AND hash(uid) % 5 = 0"
        )
    found = outcomes("2026-W13", tmp_path)["one-click export"]

    assert "invalid" == found.verdict
    assert "split" in found.reason

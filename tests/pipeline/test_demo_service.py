"""Service of the demo's models: the planted slow version is named, and numbers are right."""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from scipy.stats import binomtest

from reports import pipeline
from reports.chapters.models import build
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.demo.story import SLOW_MODEL
from reports.stages import service as stage
from reports.stages.material import Shelf
from reports.store import open_store
from reports.values.assessment import Assessment
from reports.values.document import Prose
from reports.values.job import Request
from tests.demo import oracle

pytestmark = pytest.mark.slow

AS_OF = datetime.fromisoformat(DEMO_AS_OF)
LAST = pd.Timestamp("2026-11-16", tz="Europe/Berlin")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo with a third of its users."""
    found = tmp_path_factory.mktemp("demo")
    build_demo(found, scale=0.33)
    return found


@pytest.fixture(scope="module")
def assessment(folder: Path) -> Assessment:
    """Give the demo's week with its service alone, as a product without outcomes has it."""
    return _assess(folder, DEMO_WEEK)


def _assess(folder: Path, week: str) -> Assessment:
    workspace = load_workspace(folder, {})
    request = Request(week, "", AS_OF)
    job = pipeline.plan(workspace, request, now=AS_OF, new_run_id=lambda: "run")[0]
    extraction = pipeline.read_facts(job)
    with open_store(workspace.ledger_url) as store:
        return stage.build(Shelf(job, extraction, store), extraction.assessment)


@pytest.fixture(scope="module")
def rows(folder: Path) -> oracle.Rows:
    """Give the raw rows."""
    return oracle.load_rows(folder / "data" / "demo.duckdb", as_of=AS_OF)


def _told(assessment: Assessment) -> str:
    blocks = [block for block in build(assessment).blocks if isinstance(block, Prose)]
    return "\n".join(
        "".join(span if isinstance(span, str) else "#" for span in block.spans) for block in blocks
    )


def _inside(frame: pd.DataFrame, column: str, days: int) -> pd.DataFrame:
    at = frame[column]
    return frame[(at >= LAST - timedelta(days=days)) & (at < LAST)]


def test_the_slow_version_is_named(assessment: Assessment):
    """Slower than the one before, and the week's waits beyond what is usual."""
    _, version = SLOW_MODEL.segment
    told = _told(assessment)

    assert f"{version} is slower than v1" in told
    assert "takes longer than #, more than usual (# to #)" in told
    assert "requests of the week ended well, as usual" in told


def test_before_the_release_no_version_is_slow(folder: Path):
    """One version, and a week like those before it."""
    told = _told(_assess(folder, "2026-W43"))

    assert "slower" not in told
    assert "faster" not in told
    assert "than usual" not in told


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_numbers_of_a_version_are_those_of_its_rows(
    assessment: Assessment, rows: oracle.Rows, version: str
):
    """Requests and errors are exact, times are within a bucket."""
    found = next(one for one in assessment.service.versions if one.version == version)
    answers = _inside(rows.predictions, "answered_at", 28)
    answers = answers[answers["model_version"] == version]
    known = answers.loc[answers["latency_ms"].notna(), "latency_ms"]

    assert len(answers) == found.availability.n
    assert (answers["state"] == "ok").mean() == pytest.approx(found.availability.value, abs=1e-12)
    for measure, level in zip(found.latency, (0.5, 0.95, 0.99), strict=True):
        assert known.quantile(level, interpolation="lower") == pytest.approx(
            measure.value, rel=0.0101
        )


def test_costs_are_those_of_the_rows(assessment: Assessment, rows: oracle.Rows):
    """Per request, per person and per answer that ended well, in the week."""
    found = next(one for one in assessment.service.versions if one.version == "v2")
    answers = _inside(rows.predictions, "answered_at", 7)
    answers = answers[answers["cost_usd"].notna() & (answers["model_version"] == "v2")]
    total = float(answers["cost_usd"].astype(float).sum())
    good, people = (answers["state"] == "ok").sum(), answers["uid"].nunique()

    assert [total / len(answers), total / people, total / good] == pytest.approx(
        [one.value for one in found.costs], rel=1e-9
    )


def test_suites_are_compared_item_by_item(assessment: Assessment, folder: Path):
    """The planted suite is worse by McNemar's test, the other one is not."""
    with duckdb.connect(str(folder / "data" / "demo.duckdb"), read_only=True) as connection:
        runs = _inside(oracle.read_table(connection, "eval_runs"), "run_at", 28)
    found = {one.comparison.suite: one.comparison for one in assessment.service.suites}
    for suite, comparison in found.items():
        rate = runs[runs["suite"] == suite].groupby(["item_id", "model_version"])["passed"].mean()
        passed = rate.unstack() > 0.5  # noqa: PD010 - a pivot of one series
        gained = int((passed["v2"] & ~passed["v1"]).sum())
        lost = int((passed["v1"] & ~passed["v2"]).sum())
        expected = binomtest(min(gained, lost), gained + lost).pvalue

        assert (gained, lost) == (len(comparison.gained), len(comparison.lost))
        assert expected == pytest.approx(comparison.p, abs=1e-9)

    assert {"code_tasks": "worse", "golden_answers": "same"} == {
        suite: one.standing for suite, one in found.items()
    }


def test_tools_fail_as_often_as_their_rows_say(assessment: Assessment, rows: oracle.Rows):
    """The share of failed calls of each tool in the week."""
    calls = _inside(rows.tool_calls, "called_at", 7)
    expected = (calls["state"] != "ok").groupby(calls["tool"]).mean().to_dict()

    assert expected == pytest.approx({one.name: one.value for one in assessment.service.tools})

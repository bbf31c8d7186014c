"""The model chapter of the demo: the planted version is found, and numbers are right."""

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from reports import pipeline
from reports.chapters.models import build
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.demo.story import LESS_ACCURATE_SLICE
from reports.stages import models as stage
from reports.stages.material import Shelf
from reports.store import open_store
from reports.values.assessment import Assessment
from reports.values.document import Prose
from reports.values.job import Request
from reports.values.models import ModelUse
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
def assess(folder: Path):
    """Return what gives the assessment of a week, as known on the demo's Monday."""

    def look(week: str, as_of: datetime = AS_OF) -> Assessment:
        workspace = load_workspace(folder, {})
        request = Request(week, "", as_of)
        job = pipeline.plan(workspace, request, now=as_of, new_run_id=lambda: "run")[0]
        extraction = pipeline.read_facts(job)
        with open_store(workspace.ledger_url) as store:
            return stage.build(Shelf(job, extraction, store), extraction.assessment)

    return look


@pytest.fixture(scope="module")
def use(assess) -> ModelUse:
    """Give the one model of the demo's week."""
    return assess(DEMO_WEEK).models.models[0]


@pytest.fixture(scope="module")
def rows(folder: Path) -> oracle.Rows:
    """Give the raw rows."""
    return oracle.load_rows(folder / "data" / "demo.duckdb", as_of=AS_OF)


def _lately(frame: pd.DataFrame, version: str) -> pd.DataFrame:
    """Return the answers of a version in the last four weeks."""
    at = frame["answered_at"]
    inside = (at >= LAST - timedelta(days=28)) & (at < LAST)
    return frame[inside & (frame["model_version"] == version)]


def test_the_less_accurate_version_and_its_slice_are_named(use: ModelUse):
    """Beyond noise, at the same mix, first of all in the planted slice."""
    dimension, segment = LESS_ACCURATE_SLICE.segment

    assert ("v1", "worse") == (use.champion, use.comparison.standing)
    assert (dimension, segment) == (use.slices[0].dimension, use.slices[0].segment)
    assert use.slices[0].p_adjusted < 0.001
    assert -0.20 < use.slices[0].comparison.difference.value < -0.10
    others = [one for one in use.slices if one.dimension == dimension and one.segment != segment]
    assert all(one.p_adjusted > 0.01 for one in others)


def test_the_paragraph_says_so_in_words(assess):
    """Worse, where, slower, and which objective hangs on it."""
    chapter = build(assess(DEMO_WEEK))
    first = next(block for block in chapter.blocks if isinstance(block, Prose))
    told = "".join(span if isinstance(span, str) else "#" for span in first.spans)

    assert "v2 ends well less often than v1" in told
    assert "Most of all in feature code" in told
    assert "Its slow answers take longer" in told
    assert "Successful outcomes" in told
    assert "caus" not in told


def test_before_the_release_nothing_is_found(assess):
    """One version, as right as usual, nothing to compare."""
    (use,) = assess("2026-W43").models.models

    assert (None, ["v1"]) == (use.comparison, [one.version for one in use.versions])
    assert "clear" == use.alarm.state


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_numbers_of_a_version_are_those_of_its_rows(use: ModelUse, rows: oracle.Rows, version: str):
    """Counts are exact, scores are scikit-learn's, times are within a bucket."""
    found = next(one for one in use.versions if one.version == version)
    answers, known = _lately(rows.predictions, version), _lately(rows.outcomes, version)
    labels, scores = known["solved"], known["confidence"]
    auc, brier, loss, _ = found.scores

    assert (len(answers), len(known), int(labels.sum())) == (
        found.counts.predictions, found.counts.labelled, found.counts.positives,
    )  # fmt: skip
    assert (answers["state"] != "ok").mean() == pytest.approx(found.failed.value, abs=1e-12)
    assert float(answers["cost_usd"].astype(float).mean()) == pytest.approx(found.cost.value)
    assert answers["latency_ms"].quantile(0.95, interpolation="lower") == pytest.approx(
        found.p95.value, rel=0.0101
    )
    assert roc_auc_score(labels, scores) == pytest.approx(auc.value, abs=auc.bound + 1e-9)
    assert brier_score_loss(labels, scores) == pytest.approx(brier.value, abs=1e-9)
    assert log_loss(labels, scores) == pytest.approx(loss.value, abs=1e-9)

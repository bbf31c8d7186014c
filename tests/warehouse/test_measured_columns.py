"""Which columns hold measured numbers: a prediction of 4.2 is hardly ever met exactly."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.values.document import Prose
from reports.values.job import Request
from reports.warehouse import Warehouse

NOW = datetime(2026, 10, 12, tzinfo=UTC)
REVIEW = """
title = "Prices"
[warehouse]
url = "duckdb:///data.duckdb"
[products.prices]
title = "Prices"
owner = "owner"
kpis = ["predictions"]
[products.prices.relations.predictions]
table = "guesses"
[products.prices.relations.outcomes]
table = "facts"
"""


def _workspace(folder: Path, kind: str, said: str, was: str):
    with duckdb.connect(str(folder / "data.duckdb")) as database:
        database.execute(
            "CREATE TABLE guesses AS SELECT i AS prediction_id, 'm' AS model, '1' AS version, "
            "TIMESTAMPTZ '2026-06-01 10:00:00Z' + INTERVAL 1 HOUR * i AS occurred_at, "
            f"CAST({said} AS {kind}) AS predicted FROM range(4000) AS t(i)"
        )
        database.execute(
            "CREATE TABLE facts AS SELECT prediction_id, occurred_at AS known_at, "
            f"CAST({was} AS {kind}) AS label FROM (SELECT *, prediction_id AS i FROM guesses)"
        )
    (folder / "review.toml").write_text(REVIEW)
    return load_workspace(folder, {})


@pytest.mark.parametrize(
    ("kind", "measured"),
    [("DOUBLE", True), ("DECIMAL(9, 2)", True), ("INTEGER", False), ("VARCHAR", False)],
)
def test_numbers_with_fractions_are_measured(tmp_path: Path, kind: str, *, measured: bool):
    """Whole numbers, truth values and texts may name classes."""
    workspace = _workspace(tmp_path, kind, "i % 3", "i % 2")
    with Warehouse(workspace.warehouse, workspace.products[0]) as warehouse:
        assert measured == warehouse.is_measured("predictions", "predicted")
        assert not warehouse.is_measured("predictions", "nothing")


@pytest.mark.parametrize(("kind", "words"), [("DOUBLE", "ended well"), ("VARCHAR", "were right")])
def test_only_classes_are_compared_with_what_came_true(tmp_path: Path, kind: str, words: str):
    """Texts as well; measured numbers would nearly all be called wrong."""
    workspace = _workspace(tmp_path, kind, "i % 3", "i % 2")
    request = Request("2026-W40")
    (job,) = pipeline.plan(workspace, request, now=NOW, new_run_id=lambda: "run")
    pipeline.begin(job, "weekly")
    review = pipeline.write_review(job, pipeline.read_facts(job))
    chapter = next(one for one in review.chapters if one.name == "models")
    spans = next(block for block in chapter.blocks if isinstance(block, Prose)).spans

    assert words in "".join(one for one in spans if isinstance(one, str))

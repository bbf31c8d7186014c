"""From `init --from` to a review, on databases whose names nobody here chose."""

from datetime import UTC, datetime
from pathlib import Path

import foreign
import pytest

from reports import pipeline
from reports.demo import build_demo
from reports.errors import ContractError
from reports.stages.inspection import check_product
from reports.values.job import Request
from reports.values.workspace import Workspace

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
CHOSEN = {
    "german": {
        "events": "nutzer_aktionen",
        "users": "kundenstamm",
        "predictions": "modellaufrufe",
        "feedback": "bewertungen",
    },
    "camel": {
        "events": "chatActions",
        "users": "members",
        "predictions": "aiCompletions",
        "feedback": "thumbVotes",
    },
    "telemetry": {
        "events": "telemetry.interaction_log",
        "users": "telemetry.customers",
        "predictions": "telemetry.llm_requests",
        "outcomes": "telemetry.verdicts",
        "feedback": "telemetry.ratings",
        "releases": "telemetry.deploys",
    },
}


def checks(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Return the state and detail of everything `check` looks at."""
    catalog = pipeline.workspace_catalog(workspace)
    (product,) = workspace.products
    found = check_product(workspace, product, catalog, now=NOW)
    return {item.item: (item.state, item.detail) for item in found}


def readings(workspace: Workspace) -> dict[str, float | None]:
    """Return the KPIs of a proposed workspace for the last week."""
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "r")
    review = pipeline.write_review(job, pipeline.read_facts(job))
    return {record.definition.name: record.readings.last_week.value for record in review.kpis}


@pytest.fixture(params=list(CHOSEN))
def database(request, tmp_path):
    """Return the name of a foreign database and its URL."""
    if request.param == "telemetry":
        return request.param, foreign.telemetry(request.getfixturevalue("postgres_url"))
    return request.param, getattr(foreign, request.param)(tmp_path)


def test_foreign_tables_are_recognised(database, init):
    """Tables find their relation, audit logs and migrations do not, and check has no problem."""
    name, url = database
    made = init(url, "--zone", "Europe/Berlin")
    states = checks(made.workspace())

    assert CHOSEN[name] == made.chosen
    assert {} == {item: found for item, found in states.items() if found[0] == "problem"}


def test_foreign_database_gives_a_review(database, init):
    """What is proposed goes through to rendered files without an edit."""
    workspace = init(database[1], "--zone", "Europe/Berlin").workspace()
    (job,) = pipeline.plan(workspace, Request("2026-W46"), now=NOW, new_run_id=lambda: "r")
    folder = pipeline.preview(job)

    assert {"review.html", "review.json"} <= {path.name for path in folder.iterdir()}
    assert (folder / "review.pdf").read_bytes().startswith(b"%PDF")


def test_units_and_words_are_turned(init, postgres_url):
    """Seconds, millionths of a dollar and foreign words come out as queries expect them."""
    found = readings(init(foreign.telemetry(postgres_url)).workspace())

    assert 300 < found["latency_p50"] < 5_000
    assert 0 < found["cost_total"] < 0.04 * found["predictions"]
    assert 0.05 < found["error_share"] < 0.3
    assert 0.7 < found["positive_feedback_share"] < 0.9
    assert 0.7 < found["outcome_success_share"] < 0.95


def test_times_without_a_zone_wait_for_an_answer(init, tmp_path):
    """Without --zone the file loads, check names what is missing, and the marked line mends it."""
    made = init(foreign.german(tmp_path))
    before = checks(made.workspace())
    review = made.folder / "review.toml"
    review.write_text(made.text.replace('#? zone = "Europe/London"', 'zone = "Europe/Berlin"'))

    assert "events.occurred_at holds times without a zone" in before["events"][1]
    assert ("events", "times without a zone") == tuple(
        next(line for line in made.output.splitlines() if line.startswith("events"))
        .split("\t")[k]
        .split(";")[0]
        for k in (0, 3)
    )
    assert "ok" == checks(made.workspace())["events"][0]


def test_demo_is_recognised_whole(init, tmp_path):
    """The demo's odd names are mapped as its own workspace maps them."""
    paths = build_demo(tmp_path / "demo", scale=0.02)
    made = init(f"duckdb:///{paths.database}")
    (product,) = made.workspace().products

    assert {
        "events": "usage_events",
        "users": "accounts",
        "predictions": "model_answers",
        "outcomes": "answer_checks",
        "feedback": "ratings",
        "evaluations": "eval_runs",
        "tool_calls": "tool_log",
        "exposures": "experiment_log",
        "releases": "releases",
        "changes": "commits",
    } == made.chosen
    assert {"plan": "plan_code", "country": "country_code", "platform": "main_platform"} == dict(
        product.relations["users"].dimensions
    )
    assert '#? known_at = "loaded_at"' in made.text


def test_marked_lines_are_toml_once_the_mark_is_gone(init, tmp_path):
    """Every doubtful line can be put to work by taking its mark away."""
    made = init(foreign.german(tmp_path))
    review = made.folder / "review.toml"
    review.write_text(made.text.replace("\n#? ", "\n"))
    relations = made.workspace().products[0].relations

    assert {"market", "releases", "tool_calls"} < set(relations)
    assert "…" == relations["market"].table


def test_database_without_tables_is_refused(init, tmp_path):
    """Nothing is written where nothing can be seen."""
    import sqlite3

    sqlite3.connect(tmp_path / "empty.db").execute("PRAGMA user_version = 1").connection.close()

    with pytest.raises(ContractError, match="no tables can be seen"):
        init(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not Path(tmp_path / "reviews").exists()

"""The demo's DuckDB file: frames in, tables out."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

_USER = "'u' || lpad(CAST({0} AS VARCHAR), 6, '0')"
_ANSWER = "'a' || lpad(CAST({0} AS VARCHAR), 7, '0')"
_USER_ID = _USER.format('"user"') + " AS uid"
_ANSWER_ID = _ANSWER.format("answer") + " AS answer_id"
_SEGMENTS = ", ".join(
    f"CAST({name} AS VARCHAR) AS {name}" for name in ("country", "plan", "platform", "feature")
)

# The columns of each table; enumerations become text, money becomes DECIMAL.
_COLUMNS: Mapping[str, str] = {
    "usage_events": f"""{_USER_ID}, ts, CAST(event_name AS VARCHAR) AS event_name,
        CAST(amount AS DECIMAL(12, 4)) AS amount_usd, {_SEGMENTS}, loaded_at""",
    "accounts": f"""{_USER_ID}, created_at, staff, CAST(country AS VARCHAR) AS country_code,
        CAST(plan AS VARCHAR) AS plan_code, CAST(platform AS VARCHAR) AS main_platform""",
    "model_answers": f"""{_ANSWER_ID}, {_USER_ID}, answered_at, model_name,
        CAST(version AS VARCHAR) AS model_version, CAST(state AS VARCHAR) AS state, confidence,
        latency_ms, first_token_ms, CAST(tokens_in AS INTEGER) AS tokens_in,
        CAST(tokens_out AS INTEGER) AS tokens_out, CAST(tokens_cached AS INTEGER) AS tokens_cached,
        CAST(cost AS DECIMAL(12, 4)) AS cost_usd, {_SEGMENTS}""",
    "answer_checks": f"{_ANSWER_ID}, checked_at, CAST(solved AS INTEGER) AS solved",
    "ratings": f"{_ANSWER_ID}, {_USER_ID}, rated_at, CAST(thumb AS VARCHAR) AS thumb",
    "tool_log": f"""{_ANSWER_ID}, called_at, CAST(tool AS VARCHAR) AS tool,
        CAST(state AS VARCHAR) AS state, CAST(error_class AS VARCHAR) AS error_class""",
    "eval_runs": """run_at, CAST(suite AS VARCHAR) AS suite,
        suite || '-' || lpad(CAST(item AS VARCHAR), 3, '0') AS item_id, model_name,
        CAST(version AS VARCHAR) AS model_version, passed, score, 'rubric' AS judge,
        CAST(human_label AS VARCHAR) AS human_label""",
    "experiment_log": f"""seen_at, experiment, CAST(variant AS VARCHAR) AS variant,
        {_USER_ID}""",
    "releases": """released_at, release_id, component, model_name, version, title, kind,
        failed_at, recovered_at""",
    "commits": "committed_at, change_id AS commit_id, release_id, CAST(kind AS VARCHAR) AS kind",
    "market_panel": "CAST(seen_on AS DATE) AS seen_on, name AS app, people AS weekly_people",
}
TABLES = tuple(_COLUMNS)


def write_table(database: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Create one table from its frame, in the frame's order."""
    database.register("frame", frame)
    database.execute(f"CREATE TABLE {name} AS SELECT {_COLUMNS[name]} FROM frame")  # noqa: S608  both names are ours
    database.unregister("frame")


def open_empty(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a new database file, in UTC and on two threads."""
    path.unlink(missing_ok=True)
    database = duckdb.connect(str(path))
    database.execute("SET TimeZone = 'UTC'; SET threads = 2; SET enable_progress_bar = false")
    return database

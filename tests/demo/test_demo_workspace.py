"""The demo's folder: its files, its content, and what it refuses."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import oracle
import pytest

from reports.catalog import load_catalog
from reports.config import load_workspace
from reports.demo import DemoPaths, build_demo, story
from reports.demo.database import TABLES
from reports.errors import ConfigError
from reports.resources import resource_folder
from reports.values.calendar import Calendar
from reports.values.relation import CANONICAL

SCALE = 0.02


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> DemoPaths:
    """Build a demo of few users once."""
    return build_demo(tmp_path_factory.mktemp("demo"), scale=SCALE)


def checksums(database: Path) -> dict[str, tuple[int, int]]:
    """Return rows and an order-sensitive checksum per table."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return {
            name: connection.sql(
                f"SELECT COUNT(*), SUM(hash(CAST(t AS VARCHAR), rowid)) FROM {name} AS t"
            ).fetchall()[0]
            for name in TABLES
        }


def test_two_builds_are_equal(small: DemoPaths, tmp_path: Path) -> None:
    """The same scale gives the same rows in the same order."""
    again = build_demo(tmp_path, scale=SCALE)

    assert checksums(small.database) == checksums(again.database)


def test_progress_is_heard(tmp_path: Path) -> None:
    """Progress starts at nothing, never goes back and ends with the whole."""
    heard: list[float] = []
    build_demo(tmp_path, progress=lambda _step, share: heard.append(share), scale=0.005)

    assert heard == sorted(heard)
    assert (0.0, 1.0) == (heard[0], heard[-1])


def test_rebuilding_is_allowed_and_editing_is_respected(tmp_path: Path) -> None:
    """A second build replaces the data; a changed file is never overwritten."""
    paths = build_demo(tmp_path, scale=0.005)
    build_demo(tmp_path, scale=0.005)
    paths.review.write_text('title = "mine"\n', encoding="utf-8")

    with pytest.raises(ConfigError, match=r"review\.toml"):
        build_demo(tmp_path, scale=0.005)
    assert 'title = "mine"\n' == paths.review.read_text(encoding="utf-8")
    assert ["demo.duckdb"] == [file.name for file in paths.database.parent.iterdir()]


def test_configuration_is_accepted(small: DemoPaths) -> None:
    """review.toml maps every relation the demo has, and says that the data are simulated."""
    (product,) = load_workspace(small.folder, {}).products

    assert set(CANONICAL) == set(product.relations)
    assert "Simulated data: this product does not exist." == product.cover
    assert story.ZONE == product.calendar.zone


def test_mapped_columns_exist(small: DemoPaths) -> None:
    """Every table and column that review.toml names is in the database."""
    (product,) = load_workspace(small.folder, {}).products
    with duckdb.connect(str(small.database), read_only=True) as connection:
        for mapping in product.relations.values():
            source = f"({mapping.select})" if mapping.select else mapping.table
            found = set(connection.sql(f"SELECT * FROM {source} LIMIT 0").columns)
            named = {column for _, column in (*mapping.columns, *mapping.dimensions)}
            known_at = {mapping.known_at} if mapping.known_at else set()
            required = {c.name for c in CANONICAL[mapping.relation].columns if c.required}
            renamed = {name for name, _ in mapping.columns}

            assert set() == (named | known_at | (required - renamed)) - found


def test_kpis_are_accepted_and_known_to_the_oracle(small: DemoPaths) -> None:
    """Every KPI of the demo, shipped or its own, has its plain computation."""
    catalog = load_catalog([resource_folder("sql")], small.kpis)
    shipped = {path.stem for path in (resource_folder("sql") / "kpis").glob("*.sql")}

    assert set(oracle.SHIPPED) == shipped
    assert set(oracle.KPIS) == set(catalog.kpis)


def test_answer_key_names_known_kpis_and_weeks() -> None:
    """The answer key speaks of KPIs and weeks that exist, in order."""
    labels = story.week_labels()
    for planted in story.ANSWER_KEY:
        assert set() == {*planted.kpis, *planted.also} - set(oracle.KPIS)
        assert labels.index(planted.first_week) <= labels.index(planted.last_week)


def test_weeks_end_with_the_last(small: DemoPaths) -> None:
    """Every one of the 70 local weeks has events and nothing lies outside of them."""
    calendar = Calendar(story.ZONE)
    weeks = calendar.weeks_until(calendar.week(story.LAST_WEEK), story.WEEKS)
    rows = oracle.load_rows(small.database)
    counts = [len(oracle.days_of(rows.events, (week.start, week.end))) for week in weeks]

    assert story.FIRST_WEEK == calendar.week_label(weeks[0])
    assert min(counts) > 0
    assert len(rows.events) == sum(counts)


def test_nothing_is_known_after_the_end(small: DemoPaths) -> None:
    """Outcomes, feedback and tool calls stop with the last day; loading ends within the hour."""
    end = "TIMESTAMPTZ '2026-11-15 23:00:00+00'"
    with duckdb.connect(str(small.database), read_only=True) as connection:
        late = connection.sql(f"""
            SELECT (SELECT COUNT(*) FROM answer_checks WHERE checked_at >= {end})
                 + (SELECT COUNT(*) FROM ratings WHERE rated_at >= {end})
                 + (SELECT COUNT(*) FROM tool_log WHERE called_at >= {end})
                 + (SELECT COUNT(*) FROM model_answers WHERE answered_at >= {end})
                 + (SELECT COUNT(*) FROM usage_events
                    WHERE loaded_at >= {end} + INTERVAL 1 HOUR OR loaded_at < ts)
        """).fetchall()

    assert [(0,)] == late


def test_as_of_leaves_out_what_was_not_known(small: DemoPaths) -> None:
    """Before its arrival the late day is missing, and so are checks made later."""
    monday = datetime(2026, 10, 19, 6, tzinfo=UTC)
    now, then = oracle.load_rows(small.database), oracle.load_rows(small.database, as_of=monday)
    late = (date(2026, 10, 17), date(2026, 10, 18))
    week = (date(2026, 10, 12), date(2026, 10, 19))

    assert 0 == len(oracle.days_of(then.events, late)) < len(oracle.days_of(now.events, late))
    assert 0 < len(oracle.days_of(then.outcomes, week)) < len(oracle.days_of(now.outcomes, week))


def test_money_is_decimal_and_times_have_a_zone(small: DemoPaths) -> None:
    """Money is DECIMAL(12,4); every column of instants is TIMESTAMPTZ."""
    with duckdb.connect(str(small.database), read_only=True) as connection:
        types = connection.sql("SELECT column_name, data_type FROM duckdb_columns()").fetchall()
    found = dict(types)

    assert ("DECIMAL(12,4)",) * 2 == (found["amount_usd"], found["cost_usd"])
    assert {"TIMESTAMP WITH TIME ZONE"} == {
        kind for name, kind in types if name.endswith("_at") or name == "ts"
    }
    assert not any(kind.startswith("ENUM") for _, kind in types)

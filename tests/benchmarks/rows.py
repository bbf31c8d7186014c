"""Made-up events and predictions of a year, the same at every run."""

from pathlib import Path

import duckdb
import psycopg

TABLES = {
    "events": ("user_id TEXT, occurred_at TIMESTAMPTZ, name TEXT, value NUMERIC(18, 2), plan TEXT"),
    "predictions": (
        "prediction_id TEXT, user_id TEXT, occurred_at TIMESTAMPTZ, model TEXT, status TEXT, "
        "latency_ms DOUBLE PRECISION, input_tokens INTEGER, output_tokens INTEGER, "
        "cost_usd NUMERIC(18, 6), plan TEXT"
    ),
}
EVENTS = {"duckdb": 20_000_000, "postgres": 5_000_000}
_SEED = 20_261_115
_PREDICTIONS_PER_EVENT = 0.2
_DAYS = 371
# Rows come as they do in life: by time, from ever more users.
_AT = (
    "TIMESTAMPTZ '2025-11-10 00:00:00+00' "
    f"+ TO_MICROSECONDS(CAST(i * ({_DAYS} * 86400000000.0 / $rows) AS BIGINT))"
)
_USER = "'u' || (HASH(i, $seed) % CAST(1000 + i * 50000.0 / $rows AS BIGINT))"
_PLAN = "['free', 'team', 'pro'][1 + CAST(HASH(i, $seed + 1) % 3 AS INTEGER)]"
_FILL = {
    "events": f"""
        SELECT {_USER}, {_AT},
          ['opened', 'asked', 'read', 'shared', 'paid'][1 + CAST(kind AS INTEGER)],
          CASE WHEN kind = 4 THEN CAST(HASH(i, $seed + 2) % 10000 AS INTEGER) / 100.0 END, {_PLAN}
        FROM (
          SELECT i, HASH(i, $seed + 3) % 5 AS kind FROM RANGE(CAST($rows AS BIGINT)) AS t(i)
        ) AS numbered""",
    "predictions": f"""
        SELECT 'p' || i, {_USER}, {_AT},
          ['small', 'large'][1 + CAST(HASH(i, $seed + 4) % 2 AS INTEGER)],
          CASE WHEN HASH(i, $seed + 5) % 25 = 0 THEN 'error' ELSE 'ok' END,
          EXP(6 + (HASH(i, $seed + 6) % 1000) / 300.0),
          HASH(i, $seed + 7) % 2000, HASH(i, $seed + 8) % 800,
          CAST(HASH(i, $seed + 9) % 100000 AS INTEGER) / 1000000.0, {_PLAN}
        FROM RANGE(CAST($rows AS BIGINT)) AS t(i)""",
}  # fmt: skip


def generate(path: Path, rows: int) -> None:
    """Write a DuckDB file with so many events, and predictions beside them."""
    counts = {"events": rows, "predictions": round(rows * _PREDICTIONS_PER_EVENT)}
    with duckdb.connect(str(path)) as database:
        for name, count in counts.items():
            database.execute(f"CREATE TABLE {name} ({TABLES[name]})")
            values = {"rows": count, "seed": _SEED}
            database.execute(f"INSERT INTO {name} {_FILL[name]}", values)


def copy_into(url: str, path: Path) -> None:
    """Copy the tables of a DuckDB file into PostgreSQL, with an index on time."""
    plain_url = url.replace("+psycopg", "")
    with duckdb.connect(str(path)) as origin, psycopg.connect(plain_url) as server:
        for name, columns in TABLES.items():
            lines = path.with_name(f"{name}.csv")
            origin.execute(f"COPY {name} TO '{lines}' (FORMAT csv, HEADER false)")
            server.execute(f"CREATE TABLE {name} ({columns})")
            command = f"COPY {name} FROM STDIN (FORMAT csv)"
            with server.cursor().copy(command) as copy, lines.open("rb") as file:
                while block := file.read(1_000_000):
                    copy.write(block)
            server.execute(f"CREATE INDEX ON {name} (occurred_at)")
            lines.unlink()
    with psycopg.connect(plain_url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")

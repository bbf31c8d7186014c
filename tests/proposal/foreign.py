"""Three small databases whose makers had never heard of the canonical names."""

import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import psycopg

from tests.databases import EMPTY_POSTGRES

LAST = datetime(2026, 11, 15, 20, tzinfo=UTC)
DAYS = 42
PEOPLE = 12
Moment = tuple[datetime, int, random.Random]
Row = tuple[object, ...]

GERMAN = """
CREATE TABLE kundenstamm (kunden_nr TEXT PRIMARY KEY, registriert_am TEXT, mitarbeiter INTEGER);
CREATE TABLE nutzer_aktionen (kunde TEXT, zeitpunkt TEXT, vorgang TEXT, tarif TEXT,
  betrag_eur REAL);
CREATE TABLE modellaufrufe (aufruf_nr INTEGER PRIMARY KEY, kunde TEXT, zeitpunkt TEXT,
  modell TEXT, zustand TEXT, dauer_sek REAL, kosten_cent REAL);
CREATE TABLE bewertungen (aufruf_nr INTEGER, abgegeben_am TEXT, daumen TEXT);
CREATE TABLE audit_protokoll (kunde TEXT, zeitpunkt TEXT, aktion TEXT, alter_wert TEXT);
"""
CAMEL = """
CREATE TABLE members ("memberRef" VARCHAR, "joinedOn" TIMESTAMPTZ, "isStaff" BOOLEAN,
  "emailAddress" VARCHAR);
CREATE TABLE "chatActions" ("memberRef" VARCHAR, "happenedTime" TIMESTAMPTZ,
  "actionType" VARCHAR, "planTier" VARCHAR, "commentText" VARCHAR);
CREATE TABLE "aiCompletions" ("completionKey" BIGINT, "memberRef" VARCHAR, "startedTime" BIGINT,
  "llmName" VARCHAR, "wasSuccess" BOOLEAN, "elapsedSeconds" DOUBLE, "promptTokens" INTEGER,
  "completionTokens" INTEGER, "priceUsd" DECIMAL(12, 6));
CREATE TABLE "thumbVotes" ("completionKey" BIGINT, "memberRef" VARCHAR, "votedTime" TIMESTAMPTZ,
  "voteValue" INTEGER);
CREATE TABLE "auditTrail" ("memberRef" VARCHAR, "changedTime" TIMESTAMPTZ, "actionType" VARCHAR);
CREATE TABLE flyway_schema_history (version VARCHAR, installed_on TIMESTAMPTZ, type VARCHAR);
"""
TELEMETRY = """
CREATE SCHEMA telemetry;
CREATE TABLE telemetry.customers (handle TEXT PRIMARY KEY, first_contact TIMESTAMPTZ,
  employee BOOLEAN);
CREATE TABLE telemetry.interaction_log (handle TEXT, stamp TIMESTAMPTZ, verb TEXT, surface TEXT,
  payload JSONB);
CREATE TABLE telemetry.llm_requests (req UUID PRIMARY KEY, handle TEXT, issued TIMESTAMPTZ,
  engine TEXT, engine_rev TEXT, result TEXT, took_seconds DOUBLE PRECISION, prompt_tok INTEGER,
  completion_tok INTEGER, spend_micros BIGINT);
CREATE TABLE telemetry.verdicts (req UUID REFERENCES telemetry.llm_requests (req),
  decided TIMESTAMPTZ, correctness TEXT);
CREATE TABLE telemetry.ratings (req UUID REFERENCES telemetry.llm_requests (req), handle TEXT,
  given TIMESTAMPTZ, thumbs TEXT);
CREATE TABLE telemetry.deploys (deploy_ref TEXT, went_live TIMESTAMPTZ, service TEXT);
CREATE TABLE telemetry.audit_log (handle TEXT, stamp TIMESTAMPTZ, verb TEXT, old_state TEXT);
CREATE TABLE telemetry.schema_migrations (version TEXT, applied TIMESTAMPTZ, success BOOLEAN);
CREATE VIEW telemetry.recent_interactions AS SELECT * FROM telemetry.interaction_log;
"""


def moments() -> Iterator[Moment]:
    """Yield an instant, a number and chance for each use, about 20 a day."""
    chance = random.Random(7)  # noqa: S311 nothing secret
    number = 0
    for day in range(DAYS, 0, -1):
        for _ in range(16 + chance.randrange(8)):
            number += 1
            minutes = timedelta(minutes=chance.randrange(600))
            yield LAST - timedelta(days=day - 1) - minutes, number, chance


def rows(make: Callable[[datetime, int, random.Random], Row]) -> list[Row]:
    """Return a row for each use."""
    return [make(*moment) for moment in moments()]


def person(number: int) -> str:
    """Return one of the people."""
    return f"p{number % PEOPLE:03d}"


def people(make: Callable[[str, datetime, bool], Row]) -> list[Row]:
    """Return a row for each person; the first works for us."""
    first = LAST - timedelta(days=DAYS)
    return [make(person(k), first + timedelta(days=k), k == 0) for k in range(PEOPLE)]


def german(folder: Path) -> str:
    """Write the German shop assistant to SQLite, with local times, and return its URL."""

    def local(at: datetime) -> str:
        return at.strftime("%Y-%m-%d %H:%M:%S")

    path = folder / "laden.db"
    words = ("frage_gestellt", "antwort_kopiert", "bestellt")
    with sqlite3.connect(path) as database:
        database.executescript(GERMAN)
        for table, content in {
            "kundenstamm": people(lambda who, at, own: (who, local(at), int(own))),
            "nutzer_aktionen": rows(
                lambda at, k, c: (person(k), local(at), c.choice(words), c.choice("SML"), k / 4)
            ),
            "modellaufrufe": rows(
                lambda at, k, c: (
                    k,
                    person(k),
                    local(at),
                    "klein" if k % 3 else "gross",
                    "erfolgreich" if k % 9 else "abgebrochen",
                    c.uniform(0.4, 3),
                    c.uniform(0, 9),
                )
            ),
            "bewertungen": rows(
                lambda at, k, _: (
                    k,
                    local(at + timedelta(minutes=2)),
                    "hoch" if k % 4 else "runter",
                )
            ),
            "audit_protokoll": rows(lambda at, k, c: (person(k), local(at), c.choice(words), "x")),
        }.items():
            marks = ", ".join("?" for _ in content[0])
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    database.close()
    return f"sqlite:///{path}"


def camel(folder: Path) -> str:
    """Write the camelCase assistant to DuckDB, with epoch milliseconds, and return its URL."""
    path = folder / "camel.duckdb"
    words = ("askQuestion", "copyAnswer", "openChat")
    tables = {
        "members": people(lambda who, at, own: (who, at, own, f"{who}@example.com")),
        "chatActions": rows(
            lambda at, k, c: (person(k), at, c.choice(words), c.choice("AB"), f"said {k}")
        ),
        "aiCompletions": rows(
            lambda at, k, c: (
                k,
                person(k),
                int(at.timestamp() * 1000),
                "m-1",
                bool(k % 8),
                c.uniform(0.5, 4),
                c.randrange(100, 900),
                c.randrange(10, 300),
                round(c.uniform(0, 0.02), 6),
            )
        ),
        "thumbVotes": rows(lambda at, k, _: (k, person(k), at, 1 if k % 5 else -1)),
        "auditTrail": rows(lambda at, k, c: (person(k), at, c.choice(words))),
        "flyway_schema_history": [("1", LAST, "SQL"), ("2", LAST, "SQL")],
    }
    connection = duckdb.connect(str(path))
    connection.execute(CAMEL)
    for table, content in tables.items():
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in content)
        values = [value for row in content for value in row]
        connection.execute(f'INSERT INTO "{table}" VALUES {marks}', values)
    connection.close()
    return f"duckdb:///{path}"


def telemetry(url: str) -> str:
    """Write the telemetry schema to PostgreSQL and return the server's URL."""
    verbs = ("ask", "copy", "share", "open")
    tables: dict[str, Sequence[Row]] = {
        "customers": people(lambda who, at, own: (who, at, own)),
        "interaction_log": rows(
            lambda at, k, c: (person(k), at, c.choice(verbs), c.choice(("web", "ios")), "{}")
        ),
        "llm_requests": rows(
            lambda at, k, c: (
                request(k), person(k), at, "atlas", "r2" if k > 400 else "r1",
                "succeeded" if k % 7 else "timed_out", c.uniform(0.3, 5), c.randrange(900),
                c.randrange(300), c.randrange(40_000),
            )
        ),
        "verdicts": rows(
            lambda at, k, _: (request(k), at + timedelta(hours=1), "right" if k % 6 else "wrong")
        ),
        "ratings": rows(
            lambda at, k, _: (request(k), person(k), at, "thumbs_up" if k % 5 else "thumbs_down")
        ),
        "deploys": [(f"d{k}", LAST - timedelta(days=3 * k), "api") for k in range(12)],
        "audit_log": rows(lambda at, k, c: (person(k), at, c.choice(verbs), "x")),
        "schema_migrations": [("1", LAST, True)],
    }  # fmt: skip
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(EMPTY_POSTGRES)
        server.execute(TELEMETRY)
        for table, content in tables.items():
            marks = ", ".join("%s" for _ in content[0])
            with server.cursor() as cursor:
                cursor.executemany(f"INSERT INTO telemetry.{table} VALUES ({marks})", content)
    return url


def request(number: int) -> uuid.UUID:
    """Return the id of a request."""
    return uuid.UUID(int=number)

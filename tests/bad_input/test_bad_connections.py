"""Databases that are not there, not to be opened, or do not answer."""

import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from reports.errors import ContractError
from reports.pipeline import read_facts
from reports.stages.reader import Reader
from reports.values.query import Query
from tests.bad_input.answers import Answer, job_of, visible

Rewriter = Callable[..., Path]
Previewing = Callable[..., Answer]
URL = 'url = "sqlite:///data.sqlite"'
WHERE = "review.toml, [warehouse] url"
SECRET = "correct-horse"

HOLD = """
import duckdb, sys
database = duckdb.connect(sys.argv[1])
database.execute("CREATE TABLE IF NOT EXISTS log (who TEXT)")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///none.sqlite", ("the database file is not there", "none.sqlite")),
        ("duckdb:///none.duckdb", ("the database file is not there", "none.duckdb")),
        ("sqlite:///kpis.toml", ("cannot connect", "got: file is not a database")),
        ("duckdb:///kpis.toml", ("cannot connect", "not a valid DuckDB database")),
        ("sqlite:///", ("names no sqlite file",)),
    ],
)
def test_a_file_that_is_no_database_is_refused(
    rewrite: Rewriter, preview: Previewing, url: str, words: tuple[str, ...]
):
    """A missing file and one of another kind are told apart, and nothing is made."""
    folder = rewrite((URL, f'url = "{url}"'))
    before = visible(folder)
    answer = preview(folder)

    assert answer.exit_code in {2, 4}
    assert [] == answer.lacks("[warehouse] url", *words, "next:")
    assert before == visible(folder)


def test_a_duckdb_file_in_use_is_refused(rewrite: Rewriter, preview: Previewing, small: Path):
    """DuckDB lets one program write and nobody read meanwhile; the message says so."""
    path = small / "held.duckdb"
    words = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(words, stdin=-1, stdout=-1) as holder:
        assert holder.stdout
        assert holder.stdin
        holder.stdout.readline()
        answer = preview(rewrite((URL, 'url = "duckdb:///held.duckdb"')))
        holder.stdin.close()

    assert 4 == answer.exit_code
    assert [] == answer.lacks(WHERE, "locked by another program", "got:", "next: close the program")


def test_a_locked_sqlite_file_is_refused(rewrite: Rewriter, preview: Previewing, small: Path):
    """A writer that holds the file is waited for as long as a connection may take."""
    holder = sqlite3.connect(small / "data.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    answer = preview(rewrite((URL, f"{URL}\nconnect_timeout_s = 1")))
    holder.close()

    assert time.monotonic() - started < 4
    assert 4 == answer.exit_code
    assert [] == answer.lacks(WHERE, "locked by another program", "got:", "next: close the program")


@pytest.fixture
def guarded_url(postgres_url: str) -> Iterator[str]:
    """Return a URL of the server for a role that has to give its password."""
    rule = "local all guarded scram-sha-256\n"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
        found = server.execute("SHOW hba_file").fetchone()
        assert found
        file = Path(found[0])
        before = file.read_text()
        file.write_text(rule + before)
        server.execute("DROP ROLE IF EXISTS guarded")
        server.execute(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
        server.execute("SELECT pg_reload_conf()")
        _wait_for_refusal(postgres_url)
        yield postgres_url.replace("postgres:@", "guarded:${PW}@")
        file.write_text(before)
        server.execute("DROP ROLE guarded")
        server.execute("SELECT pg_reload_conf()")


def _wait_for_refusal(postgres_url: str) -> None:
    """Wait until the server asks the role for its password: it reads its rules when it gets to."""
    url = postgres_url.replace("+psycopg", "").replace("postgres:@", "guarded:no@")
    for _ in range(200):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                return
        time.sleep(0.1)
    raise AssertionError("the server never asked for a password")


@pytest.mark.parametrize("password", ["wrong-horse", "%40:/@'\" x"])
def test_a_wrong_password_is_told_and_never_shown(
    rewrite: Rewriter,
    preview: Previewing,
    guarded_url: str,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
):
    """The server's refusal is passed on without the password; the right one gets further."""
    folder = rewrite((URL, f'url = "{guarded_url}"'))
    monkeypatch.setenv("PW", password)
    refused = preview(folder)
    monkeypatch.setenv("PW", SECRET)
    admitted = preview(folder)

    assert (4, 4) == (refused.exit_code, admitted.exit_code)
    assert [] == refused.lacks(WHERE, "cannot connect", "password authentication failed", "next:")
    assert [password] == refused.lacks(password)
    assert [] == admitted.lacks("log cannot be read")


def test_an_unset_password_is_refused_before_anything(rewrite: Rewriter, command: Previewing):
    """The message names the variable."""
    folder = rewrite((URL, 'url = "postgresql://a:${NO_SUCH_PASSWORD}@127.0.0.1/x"'))
    answer = command("check", "--workspace", folder)

    assert 2 == answer.exit_code
    assert [] == answer.lacks("NO_SUCH_PASSWORD is not set", "[warehouse] url", "next: export")


def test_a_host_that_never_answers_is_given_up(rewrite: Rewriter, preview: Previewing):
    """A port behind which nobody speaks costs the timeout and no more."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f'url = "postgresql://a@127.0.0.1:{port}/x"\nconnect_timeout_s = 1'
        started = time.monotonic()
        answer = preview(rewrite((URL, url)))

    assert time.monotonic() - started < 5
    assert 4 == answer.exit_code
    assert [] == answer.lacks(WHERE, "cannot connect", "timeout", "next: check host, port")


def test_a_closed_port_is_told_at_once(rewrite: Rewriter, preview: Previewing):
    """Nothing listens there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    answer = preview(rewrite((URL, f'url = "postgresql://a@127.0.0.1:{port}/x"')))

    assert 4 == answer.exit_code
    assert [] == answer.lacks(WHERE, "cannot connect", "refused", "next: check host, port")


def test_a_host_without_an_address_is_told(rewrite: Rewriter, preview: Previewing):
    """A name that cannot be resolved is a matter of the url."""
    answer = preview(rewrite((URL, 'url = "postgresql://a@no-such-host.invalid/x"')))

    assert 4 == answer.exit_code
    assert [] == answer.lacks(WHERE, "cannot connect", "no-such-host.invalid", "next:")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no ledger" * 200, ("the file is no ledger", "ledger.sqlite", "next:"))],
)
def test_a_ledger_that_is_none_is_told(
    small: Path, preview: Previewing, content: bytes, words: tuple[str, ...]
):
    """A damaged ledger stops the command and stays as it is."""
    path = small / ".product-review" / "ledger.sqlite"
    path.parent.mkdir()
    path.write_bytes(content)
    answer = preview(small)

    assert (8, []) == (answer.exit_code, answer.lacks(*words))
    assert content == path.read_bytes()


@pytest.mark.parametrize("engine", ["postgres"])
def test_a_connection_lost_on_the_way_fails_the_review(
    workspace_on: Rewriter, monkeypatch: pytest.MonkeyPatch, postgres_url: str
):
    """Numbers that could not be asked for are not printed as wrong definitions."""
    job = job_of(workspace_on(), WAREHOUSE=postgres_url)
    real = Reader.read

    def read(reader: Reader, query: Query) -> object:
        if query.name == "messages":
            with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'product-review'"
                )
        return real(reader, query)

    monkeypatch.setattr(Reader, "read", read)

    with pytest.raises(ContractError, match="connection to the warehouse was lost"):
        read_facts(job)

"""Tables that look like a relation, and tables that only seem to."""

from dataclasses import replace

import pytest

from reports.proposal.selection import select
from reports.values.schema import ColumnInfo, Schema, TableInfo

TIME = "TIMESTAMP WITH TIME ZONE"


def column(name, kind="text", **more):
    """Return a column of 100 sampled rows."""
    filled = more.pop("filled", 100)
    distinct = more.pop("distinct", 60 if kind == "instant" else 20)
    return ColumnInfo(name, kind.upper(), kind, filled, distinct, **more)


def table(name, *columns, **more):
    """Return a table of 5,000 rows."""
    return TableInfo(name, columns, **{"rows": 5_000, "sampled": 100, **more})


USER, WHEN = column("user_id"), column("created_at", "instant")
WHAT = column("action", distinct=4, values=("a", "b", "c", "d"))
EVENTS = table("app_events", USER, WHEN, WHAT)


def chosen(*tables):
    """Return the table and confidence of each relation that got one."""
    found = select(Schema("postgres", tables))
    return {name: (one.table.name, one.confidence) for name, one in found.items()}


@pytest.mark.parametrize("name", ["audit_log", "events_backup", "tmp_events", "job_queue"])
def test_unlikely_tables_are_no_more_than_a_doubt(name):
    """A table with the right columns and a suspicious name is not at work, even alone."""
    odd = replace(EVENTS, name=name)

    assert "low" == chosen(odd).get("events", ("", "low"))[1]
    assert ("app_events", "high") == chosen(odd, EVENTS)["events"]


@pytest.mark.parametrize("name", ["alembic_version", "schema_migrations", "flyway_history"])
def test_tables_of_programs_are_never_chosen(name):
    """A migration table is no release log."""
    rows = table(name, column("version"), column("released_at", "instant"))

    assert {} == chosen(rows)


def test_one_table_fills_one_relation():
    """A table of model calls with a user and a type is not also the events."""
    calls = table(
        "llm_calls",
        column("call_id", distinct=100),
        WHEN,
        column("model", distinct=2, values=("a", "b")),
        USER,
        column("type", distinct=2, values=("x", "y")),
        column("latency_ms", "number", typical=800.0),
    )

    assert {"predictions": ("llm_calls", "high")} == {
        name: found for name, found in chosen(calls).items() if found[1] != "low"
    }


def test_users_have_a_row_each():
    """A table in which a user stands twice is no list of users."""
    once = table("customers", replace(USER, distinct=100), WHEN)
    twice = table("customers", USER, WHEN)

    assert "users" in chosen(once)
    assert "users" not in chosen(twice)


def test_a_key_makes_no_users_of_other_tables():
    """An id and a date of creation, as every table has, are not enough for users."""
    orders = table("orders", column("id", "integer", distinct=100, key=True), WHEN)

    assert {} == chosen(orders)


def test_a_table_is_preferred_to_its_view_and_the_view_is_told():
    """Of equal candidates the table is chosen, and the other stands as a doubt."""
    view = replace(EVENTS, name="all_events", is_view=True, rows=None)
    found = select(Schema("duckdb", (view, EVENTS)))["events"]

    assert "app_events" == found.table.name
    assert ("could also be all_events",) == found.doubts


def test_foreign_keys_tie_tables_together():
    """A column that refers to the predictions is their id, whatever its name."""
    calls = table(
        "inferences",
        column("nr", "integer", distinct=100, key=True),
        WHEN,
        column("model", distinct=1, values=("a",)),
    )
    marks = table(
        "verdicts",
        column("about", "integer", references="inferences.nr"),
        column("judged_at", "instant"),
        column("correct", "boolean", distinct=2, values=("True", "False")),
    )
    found = select(Schema("postgres", (calls, marks)))["outcomes"]

    assert "about" == found.source("prediction_id")
    assert "refers to inferences.nr" == found.choices[0].reason


def test_an_empty_table_is_not_at_work():
    """A table without rows would only give a review without numbers."""
    assert {"events": ("app_events", "low")} == chosen(replace(EVENTS, rows=0))


def test_ids_of_different_types_are_doubted():
    """Users with numbers and events with texts may not be the same people."""
    users = table("users", column("user_id", "integer", distinct=100), WHEN)
    found = select(Schema("postgres", (users, EVENTS)))["events"]

    assert any("do they hold the same ids?" in doubt for doubt in found.doubts)


def test_missing_model_is_a_low_proposal_with_a_constant():
    """Calls without a model's name are proposed as a comment that makes one up."""
    calls = table("completions", column("completion_id", distinct=100), WHEN, USER)
    found = select(Schema("postgres", (calls,)))["predictions"]

    assert ("low", (("model", "assistant"),)) == (found.confidence, found.constants)


def test_what_many_tables_refer_to_is_the_users():
    """Names that nobody knows are understood by how the tables hang together."""
    riders = table(
        "riders",
        column("rider_no", "integer", distinct=100, key=True),
        column("enrolled", "instant"),
    )
    rides = table(
        "rides",
        column("rider_no", "integer", references="riders.rider_no"),
        column("began", "instant"),
        column("event", distinct=3, values=("start", "stop", "pause")),
    )
    bills = table("bills", column("rider_no", "integer"), column("amount", "number"))
    found = select(Schema("postgres", (riders, rides, bills)))

    assert ("riders", "2 other tables use this key") == (
        found["users"].table.name,
        found["users"].choices[0].reason,
    )
    assert "rider_no" == found["events"].source("user_id")


def test_an_equal_name_and_a_filled_column_win():
    """Of two columns that could be meant, the one called like ours or with more values is taken."""
    commits = table(
        "commits",
        column("authored_at", "instant"),
        column("committed_at", "instant"),
        column("pr_number", "integer", filled=30, distinct=30),
        column("sha", distinct=100),
    )
    found = select(Schema("duckdb", (commits,)))["changes"]

    assert ("committed_at", "sha") == (found.source("committed_at"), found.source("change_id"))
    assert ("could also be authored_at",) == found.choices[0].doubts


def test_a_needed_column_is_served_before_one_called_the_same():
    """A version that is the only name of a release is its id."""
    log = table("releases", column("version", distinct=100), column("released_at", "instant"))

    assert "version" == select(Schema("duckdb", (log,)))["releases"].source("release_id")


def test_values_tell_what_a_name_does_not():
    """A column with words for success and failure is a status, whatever it is called."""
    calls = table(
        "llm_calls",
        column("call_id", distinct=100),
        WHEN,
        column("model", distinct=1, values=("a",)),
        column("ended", distinct=3, values=("answered", "crash", "refused")),
    )
    found = select(Schema("postgres", (calls,)))["predictions"]

    assert "ended" == found.source("status")

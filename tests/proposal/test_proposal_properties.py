"""Whatever tables and columns are called, a proposal is a file that can be read."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.config import load_workspace
from reports.errors import ConfigError
from reports.proposal import Wishes, propose
from reports.proposal.tables import TABLES
from reports.proposal.vocabulary import COLUMNS
from reports.values.schema import ColumnInfo, Schema, TableInfo

KINDS = (
    "instant", "naive", "date", "instant_text", "naive_text", "date_text", "integer", "number",
    "boolean", "text", "other",
)  # fmt: skip
LIKELY = sorted(
    {name for each in COLUMNS.values() for known in each.values() for name in known.spelled}
)
LIKELY_TABLES = sorted(name for known in TABLES.values() for name in known.spelled)
ODD = st.text(min_size=1, max_size=12)
FOREIGN = st.text("aeT_äßЖ用 $-9", max_size=6).map("x".__add__)
NAMES = st.one_of(
    st.sampled_from(LIKELY),
    FOREIGN,
    ODD,
    st.tuples(FOREIGN, st.sampled_from(LIKELY)).map("_".join),
)
VALUES = st.lists(st.one_of(st.sampled_from(["ok", "up", "1", "0", "-1", "True"]), ODD), max_size=4)
COLUMN = st.builds(
    ColumnInfo,
    name=NAMES,
    type=st.sampled_from(["TEXT", "BIGINT", 'odd "type"\n']),
    kind=st.sampled_from(KINDS),
    filled=st.integers(0, 100),
    distinct=st.integers(0, 60),
    values=VALUES.map(tuple),
    typical=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    key=st.booleans(),
    references=st.just("") | NAMES,
)
TABLE = st.builds(
    TableInfo,
    name=st.one_of(st.sampled_from(LIKELY_TABLES), FOREIGN, ODD),
    columns=st.lists(COLUMN, max_size=8, unique_by=lambda one: one.name).map(tuple),
    is_view=st.booleans(),
    rows=st.none() | st.integers(0, 10**12),
    sampled=st.integers(0, 1000),
)
SCHEMA = st.builds(
    Schema,
    engine=st.sampled_from(["duckdb", "sqlite", "postgres"]),
    tables=st.lists(TABLE, max_size=4, unique_by=lambda one: one.name).map(tuple),
    notes=st.lists(ODD, max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(schema=SCHEMA)
def test_any_schema_gives_a_file_that_loads_or_is_explained(schema, tmp_path_factory):
    """Names with quotes, line breaks and signs neither raise nor break out of their place."""
    text = propose(schema, Wishes("duckdb:///data.duckdb")).text
    folder = tmp_path_factory.mktemp("proposed")
    (folder / "review.toml").write_text(text, encoding="utf-8")
    document = tomllib.loads(text)

    assert {"title", "minimum_cell", "warehouse", "calendar", "products"} == set(document)
    if "relations" in document["products"]["assistant"]:
        load_workspace(folder, {})
    else:
        with pytest.raises(ConfigError, match="relations"):
            load_workspace(folder, {})


@settings(max_examples=60, deadline=None)
@given(schema=SCHEMA)
def test_order_of_tables_does_not_matter(schema):
    """The same tables in another order give the same proposal."""
    turned = Schema(schema.engine, tuple(reversed(schema.tables)), schema.notes)
    findings = [propose(each, Wishes("")).findings for each in (schema, turned)]

    assert findings[0] == findings[1]

"""Whatever stands in review.toml, the answer is a workspace or a ConfigError."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.config import load_workspace, redact
from reports.errors import ConfigError
from reports.values.workspace import Workspace

SECRET = "hunter2zq"
LITERAL = "swordfish"
ENVIRONMENT = {"PW": SECRET, "DATA": "data"}

KEYS = st.sampled_from(
    [
        *("title", "minimum_cell", "page_size", "archive", "warehouse", "ledger", "calendar"),
        *("products", "url", "files", "zone", "first_weekday", "fiscal_year_start", "assistant"),
        *("dimensions", "kpis", "parameters", "funnels", "name", "steps", "window_days", "events"),
        *("relations", "table", "select", "columns", "known_at", "weekdays", "occurred_at", "x y"),
        *("look", "dark", "logo", "accent", "data_font", "pdf", "language"),
    ]
)
URLS = st.sampled_from(
    [
        *("duckdb:///a.duckdb", "duckdb:///:memory:", "sqlite:///${DATA}/x", "${PW}", "${", "://"),
        *("postgresql://a:${PW}@b/c", f"postgresql://a:{LITERAL}@b/c", f"mysql://a:{LITERAL}@b"),
        *("postgresql://a:${PW}b", f"x:{LITERAL}@y", f"postgresql://h?password={LITERAL}"),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["UTC", "Europe/Berlin", "mon", "events", "plan", "A4", "SELECT 1", "\0"]),
    URLS,
)
SCALARS = st.one_of(
    TEXTS,
    st.integers(),
    st.booleans(),
    st.floats(),
    st.datetimes(),
    st.dates(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | TEXTS, inner, max_size=4),
    max_leaves=12,
)
RELATIONS = st.dictionaries(
    st.sampled_from(["events", "predictions", "orders", "evnts"]) | TEXTS,
    st.fixed_dictionaries(
        {"table": TEXTS},
        optional={
            "select": VALUES,
            "columns": st.dictionaries(KEYS, TEXTS, max_size=3) | VALUES,
            "dimensions": st.lists(TEXTS, max_size=3) | VALUES,
            "zone": VALUES,
            "weekdays": st.lists(TEXTS, max_size=2) | VALUES,
        },
    )
    | VALUES,
    max_size=3,
)
PRODUCTS = st.dictionaries(
    st.sampled_from(["assistant", "coder-2", "Bad"]) | TEXTS,
    st.fixed_dictionaries(
        {"relations": RELATIONS},
        optional={
            "dimensions": VALUES,
            "calendar": VALUES,
            "parameters": VALUES,
            "funnels": st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=2) | VALUES,
        },
    )
    | VALUES,
    max_size=2,
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "warehouse": st.fixed_dictionaries({"url": URLS}, optional={"files": VALUES}) | VALUES,
        "products": PRODUCTS | VALUES,
    },
    optional={
        "ledger": st.fixed_dictionaries({"url": URLS | VALUES}) | VALUES,
        "calendar": VALUES,
        "minimum_cell": VALUES,
        "page_size": VALUES,
        "pdf": VALUES,
        "language": VALUES,
        "look": VALUES,
    },
)


def toml(value):
    """Write a value as TOML on one line."""
    if isinstance(value, dict):
        inside = ", ".join(f"{quoted(key)} = {toml(entry)}" for key, entry in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(toml(entry) for entry in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def quoted(text):
    """Write a text with quotes, backslashes and all but printable ASCII escaped."""
    plain = {letter for letter in map(chr, range(32, 127)) if letter not in '"\\'}
    letters = (letter if letter in plain else f"\\U{ord(letter):08x}" for letter in text)
    return f'"{"".join(letters)}"'


def outcome(text):
    """Load a text and return the workspace or the ConfigError."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "review.toml").write_bytes(text)
        try:
            return load_workspace(Path(folder), ENVIRONMENT)
        except ConfigError as error:
            return error


@settings(max_examples=300, deadline=2000)
@given(DOCUMENTS)
def test_any_document_is_a_workspace_or_refused(document):
    """Documents of the right shape with wrong contents never raise anything else."""
    text = "\n".join(f"{key} = {toml(value)}" for key, value in document.items())
    found = outcome(text.encode())

    assert isinstance(found, Workspace | ConfigError)
    assert SECRET not in f"{found!s} {found!r}"
    assert isinstance(found, Workspace) or LITERAL not in f"{found!s} {found!r}"


@settings(max_examples=100, deadline=2000)
@given(st.binary(max_size=80) | st.text("[]{}=.,\"'#\\\n ab1", max_size=60).map(str.encode))
def test_any_bytes_are_refused(content):
    """Bytes that are no review.toml give a ConfigError."""
    assert isinstance(outcome(content), ConfigError)


@settings(max_examples=200)
@given(
    st.sampled_from(["postgresql", "mysql", "postgresql+psycopg"]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda noise: SECRET + noise),
    st.text("abc.-", max_size=5),
)
def test_no_password_survives_redaction(scheme, password, host):
    """However odd a password is, it is gone from what is shown."""
    assert SECRET not in redact(f"{scheme}://user:{password}@{host}/x")

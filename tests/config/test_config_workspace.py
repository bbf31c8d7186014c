"""What a right review.toml becomes."""

from dataclasses import replace

from reports.values.calendar import Calendar
from reports.values.relation import RelationMapping
from reports.values.workspace import Funnel

FULL = """\
title = "Acme AI"
minimum_cell = 7
restate_weeks = 4
page_size = "Letter"
archive = "kept"
[warehouse]
url = "duckdb:///data/demo.duckdb"
statement_timeout_s = 60
connect_timeout_s = 5
[warehouse.files]
order_lines = "data/order_lines.parquet"
extra = "data/extra.csv"
[ledger]
url = "sqlite:///state/ledger.sqlite"
[calendar]
zone = "Europe/Berlin"
first_weekday = "sunday"
fiscal_year_start = 4
[products.code-assistant]
title = "Assistant"
owner = "product manager"
cover = "simulated"
dimensions = ["country", "plan"]
kpis = ["weekly_active_users"]
[products.code-assistant.calendar]
zone = "America/New_York"
[products.code-assistant.parameters]
currency = "EUR"
share = 0.5
[[products.code-assistant.funnels]]
name = "activation"
steps = ["start", "ask", "accept"]
window_days = 14
[products.code-assistant.relations.events]
table = "usage_events"
columns = { user_id = "uid", occurred_at = "ts", name = "event_name" }
dimensions = ["country", "plan"]
zone = "Europe/London"
known_at = "loaded_at"
weekdays = ["wed", "monday"]
[products.code-assistant.relations.invoices]
select = "SELECT * FROM bills;"
columns = { occurred_at = "issued" }
dimensions = { plan = "plan_code" }
"""


def test_top_of_the_file_is_read(load, tmp_path):
    """The workspace's own keys keep their values, and folders become absolute."""
    workspace = load(FULL)

    assert ("Acme AI", 7, 4, "Letter") == (
        workspace.title,
        workspace.minimum_cell,
        workspace.restate_weeks,
        workspace.page_size,
    )
    assert tmp_path == workspace.root
    assert tmp_path / "kept" == workspace.archive


def test_paths_are_relative_to_the_file(load, tmp_path):
    """Databases and data files are looked for beside review.toml."""
    workspace = load(FULL)

    assert f"duckdb:///{tmp_path}/data/demo.duckdb" == workspace.warehouse.url
    assert f"sqlite:///{tmp_path}/state/ledger.sqlite" == workspace.ledger_url
    assert (
        ("extra", tmp_path / "data/extra.csv"),
        ("order_lines", tmp_path / "data/order_lines.parquet"),
    ) == workspace.warehouse.files
    assert (60, 5) == (
        workspace.warehouse.statement_timeout_s,
        workspace.warehouse.connect_timeout_s,
    )


def test_product_is_read(load):
    """A product keeps its keys and inherits what its calendar does not say."""
    (product,) = load(FULL).products

    assert ("code-assistant", "Assistant") == (product.name, product.title)
    assert ("product manager", "simulated") == (product.owner, product.cover)
    assert Calendar("America/New_York", 6, 4) == product.calendar
    assert ("country", "plan") == product.dimensions
    assert ("weekly_active_users",) == product.kpis
    assert (Funnel("activation", ("start", "ask", "accept"), 14),) == product.funnels


def test_relations_are_read(load):
    """A mapping holds pairs of our name and the user's, and weekdays as sorted numbers."""
    events, invoices = load(FULL).products[0].relations.values()

    assert RelationMapping(
        relation="events",
        table="usage_events",
        columns=(("user_id", "uid"), ("occurred_at", "ts"), ("name", "event_name")),
        dimensions=(("country", "country"), ("plan", "plan")),
        zone="Europe/London",
        known_at="loaded_at",
        weekdays=(0, 2),
    ) == replace(events, source="")
    assert RelationMapping(
        relation="invoices",
        select="SELECT * FROM bills",
        columns=(("occurred_at", "issued"),),
        dimensions=(("plan", "plan_code"),),
    ) == replace(invoices, source="")
    assert "review.toml, [products.code-assistant.relations.invoices]" == invoices.source


def test_first_funnel_gives_parameters(load):
    """The first and last step of the first funnel are parameters beside the stated ones."""
    (product,) = load(FULL).products

    assert {
        "currency": "EUR",
        "share": 0.5,
        "funnel_start": "start",
        "funnel_end": "accept",
    } == product.parameters


def test_stated_parameters_win(load):
    """A product may name the ends of its conversion itself."""
    (product,) = load(FULL.replace('currency = "EUR"', 'funnel_end = "ask"')).products

    assert "ask" == product.parameters["funnel_end"]
    assert "start" == product.parameters["funnel_start"]


def test_little_is_needed(load, tmp_path):
    """A title, a warehouse and a product with one relation are enough; the rest has defaults."""
    workspace = load()
    (product,) = workspace.products

    assert (5, 6, "A4") == (workspace.minimum_cell, workspace.restate_weeks, workspace.page_size)
    assert tmp_path / "archive" == workspace.archive
    assert f"sqlite:///{tmp_path}/.product-review/ledger.sqlite" == workspace.ledger_url
    assert (300, 10) == (
        workspace.warehouse.statement_timeout_s,
        workspace.warehouse.connect_timeout_s,
    )
    assert Calendar("UTC", 0, 1) == product.calendar
    assert ("Assistant", {}) == (product.title, product.parameters)
    assert (0, 1, 2, 3, 4, 5, 6) == product.relations["events"].weekdays


def test_files_alone_need_no_database(load, small):
    """With files only, DuckDB works in memory."""
    text = small.replace(
        'url = "duckdb:///data/demo.duckdb"', 'files = { usage_events = "events.csv" }'
    )

    assert "duckdb:///:memory:" == load(text).warehouse.url


def test_file_from_another_editor_is_read(load, small):
    """A byte order mark and Windows line ends do no harm."""
    text = small.replace("\n", "\r\n").encode("utf-8-sig")

    assert "Acme AI" == load(text).title


def test_absolute_paths_stay(load, small, tmp_path):
    """A path that is absolute already is left alone."""
    text = small.replace("duckdb:///data/demo.duckdb", f"sqlite:///{tmp_path}/other/x.sqlite")

    assert f"sqlite:///{tmp_path}/other/x.sqlite" == load(text).warehouse.url

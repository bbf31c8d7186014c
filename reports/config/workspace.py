"""`review.toml` and the files beside it become a workspace: read, checked, resolved, frozen."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reports.config.chat import read_chat
from reports.config.comments import read_comments
from reports.config.documents import parse, read_text
from reports.config.look import read_look
from reports.config.mail import read_audiences, read_mail
from reports.config.problems import Problem, Problems
from reports.config.products import Time, read_product, read_time
from reports.config.publishing import read_schedule
from reports.config.records import read_records
from reports.config.roadmap import Known, read_roadmap
from reports.config.schema import LedgerKeys, TopKeys, WarehouseKeys
from reports.config.sections import read_section, subtable
from reports.config.urls import MEMORY, Surroundings, database_url, filled
from reports.errors import ConfigError
from reports.values.record import Records
from reports.values.workspace import Product, WarehouseSource, Workspace

FILE = "review.toml"

_ENGINES = ("duckdb", "sqlite", "postgresql")
_LEDGER_ENGINES = ("sqlite", "postgresql")
_SUFFIXES = (".parquet", ".csv")


def load_workspace(root: Path, environment: Mapping[str, str]) -> Workspace:
    """Return the workspace that lies in the folder `root`.

    Variables like `${WAREHOUSE_PASSWORD}` are taken from `environment`.
    Raises: ConfigError, with every mistake of the first file that has some in one message.
    """
    root = root.absolute()
    text = read_text(root / FILE)
    if text is None:
        raise ConfigError(
            f"no {FILE} in {root}", next_step="product-review init DIR, or --workspace DIR"
        )
    document, problems = parse(text, FILE)
    workspace = _workspace(document, Surroundings(root, environment, problems))
    if workspace is None or problems.found:
        raise problems.error()
    records = _records(workspace)
    names = tuple(product.name for product in workspace.products)
    roadmap = read_roadmap(workspace.root, Known.of(names, records))
    return replace(workspace, records=records, roadmap=roadmap)


def _records(workspace: Workspace) -> Records:
    """Return what stands in the files beside `review.toml`."""
    products = tuple(product.name for product in workspace.products)
    records = read_records(workspace.root, products)
    return replace(records, comments=read_comments(workspace.root, products))


def _workspace(document: Mapping[str, object], around: Surroundings) -> Workspace | None:
    problems = around.problems
    keys = read_section(TopKeys, document, (), problems)
    warehouse = _warehouse(document.get("warehouse"), around)
    ledger_url = _ledger_url(subtable(document, "ledger"), around)
    products = _products(document, problems)
    look = read_look(subtable(document, "look"), around)
    mail = read_mail(subtable(document, "mail"), around)
    audiences = read_audiences(document, mail, problems)
    chat = read_chat(document, around)
    schedule = read_schedule(document, problems)
    if keys is None or warehouse is None:
        return None
    return Workspace(
        root=around.root,
        title=keys.title,
        warehouse=warehouse,
        products=products,
        archive=around.root / keys.archive,
        ledger_url=ledger_url,
        minimum_cell=keys.minimum_cell,
        restate_weeks=keys.restate_weeks,
        page_size=keys.page_size,
        language=keys.language,
        look=look,
        pdf_variant=keys.pdf,
        mail=mail,
        audiences=audiences,
        schedule=schedule,
        chat=chat,
    )


def _products(document: Mapping[str, object], problems: Problems) -> tuple[Product, ...]:
    time = read_time(subtable(document, "calendar"), ("calendar",), Time(), problems)
    read = [
        read_product(name, table, time, problems)
        for name, table in subtable(document, "products").items()
        if isinstance(table, dict)
    ]
    return tuple(product for product in read if product is not None)


def _warehouse(table: object, around: Surroundings) -> WarehouseSource | None:
    if not isinstance(table, dict):
        return None
    keys = read_section(WarehouseKeys, table, ("warehouse",), around.problems)
    if keys is None:
        return None
    url = _warehouse_url(keys, around)
    files = [(name, _file(name, file, around)) for name, file in sorted(keys.files.items())]
    return WarehouseSource(
        url=url,
        files=tuple(files),
        statement_timeout_s=keys.statement_timeout_s,
        memory_mb=keys.memory_mb,
        connect_timeout_s=keys.connect_timeout_s,
    )


def _warehouse_url(keys: WarehouseKeys, around: Surroundings) -> str:
    """Return the URL of the warehouse; files alone live in a DuckDB in memory."""
    if not keys.url and keys.files:
        return MEMORY
    url = database_url(keys.url, ("warehouse", "url"), around, _ENGINES) if keys.url else ""
    if not keys.url or (url == MEMORY and not keys.files):
        example = (
            'url = "postgresql://user:${PASSWORD}@host/database", or a table [warehouse.files]'
        )
        around.problems.add(Problem(("warehouse", "url"), "the warehouse holds nothing", example))
    if keys.files and url and not url.startswith("duckdb:"):
        what = "files are read by DuckDB only"
        next_step = "leave url out, or load the files into the database"
        around.problems.add(
            Problem(("warehouse", "files"), what, "a duckdb:// url", next_step=next_step)
        )
    return url


def _file(name: str, template: str, around: Surroundings) -> Path:
    """Return the absolute path of a data file that DuckDB reads as the table `name`."""
    path = ("warehouse", "files", name)
    file = filled(template, path, around)
    if file and not file.endswith(_SUFFIXES):
        expected = " or ".join(f"a file that ends with {suffix}" for suffix in _SUFFIXES)
        around.problems.add(Problem(path, "a kind of file that is not read", expected))
    return around.root / file


def _ledger_url(table: Mapping[str, object], around: Surroundings) -> str:
    keys = read_section(LedgerKeys, table, ("ledger",), around.problems)
    if keys is None:
        return ""
    return database_url(keys.url, ("ledger", "url"), around, _LEDGER_ENGINES)

"""`review.toml` becomes a workspace: read, checked whole, resolved, frozen."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from reports.config.locate import key_lines
from reports.config.problems import Problem, Problems, clipped
from reports.config.products import read_calendar, read_product
from reports.config.redaction import redact
from reports.config.schema import LedgerKeys, TopKeys, WarehouseKeys
from reports.config.sections import read_section, subtable
from reports.config.urls import MEMORY, Surroundings, database_url, filled
from reports.errors import ConfigError
from reports.values.calendar import Calendar
from reports.values.workspace import Product, WarehouseSource, Workspace

FILE = "review.toml"

_ENGINES = ("duckdb", "sqlite", "postgresql")
_LEDGER_ENGINES = ("sqlite", "postgresql")
_SUFFIXES = (".parquet", ".csv")
_PLACE = re.compile(r" \((?:at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")


def load_workspace(root: Path, environment: Mapping[str, str]) -> Workspace:
    """Return the workspace that lies in the folder `root`.

    Variables like `${WAREHOUSE_PASSWORD}` are taken from `environment`.
    Raises: ConfigError, with every mistake of the file in one message.
    """
    root = root.absolute()
    text = _read(root)
    document, problems = _parse(text)
    workspace = _workspace(document, Surroundings(root, environment, problems))
    if workspace is None or problems.found:
        raise problems.error()
    return workspace


def _workspace(document: Mapping[str, object], around: Surroundings) -> Workspace | None:
    problems = around.problems
    keys = read_section(TopKeys, document, (), problems)
    warehouse = _warehouse(document.get("warehouse"), around)
    ledger_url = _ledger_url(subtable(document, "ledger"), around)
    products = _products(document, problems)
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
    )


def _products(document: Mapping[str, object], problems: Problems) -> tuple[Product, ...]:
    calendar = read_calendar(subtable(document, "calendar"), ("calendar",), Calendar(), problems)
    read = [
        read_product(name, table, calendar, problems)
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


def _read(root: Path) -> str:
    """Return the text of the file; a byte order mark from Windows editors is dropped."""
    try:
        return (root / FILE).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = ConfigError("the file is not UTF-8", where=FILE, got=f"a bad byte at {error.start}")
        fault.next_step = "save it as UTF-8"
    except FileNotFoundError:
        fault = ConfigError(
            f"no {FILE} in {root}", next_step="product-review init DIR, or --workspace DIR"
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "the path cannot be used"
        fault = ConfigError(f"{FILE} cannot be read in {clipped(str(root))}", got=reason)
    raise fault


def _parse(text: str) -> tuple[Mapping[str, object], Problems]:
    """Return the document and an empty list of problems that knows its lines.

    Line numbers serve messages only, so a document too deep for them is refused as well.
    """
    try:
        document = tomllib.loads(text)
        return document, Problems(FILE, key_lines(text))
    except RecursionError:
        fault = ConfigError("lists or tables lie too deep in each other", where=FILE)
    except ValueError as error:
        fault = _syntax_error(str(error), text)
    raise fault


def _syntax_error(message: str, text: str) -> ConfigError:
    found = _PLACE.search(message)
    last = len(text.splitlines())
    line = found["line"] if found and found["line"] else str(last)
    where = f"{FILE}:{line}" + (f":{found['column']}" if found and found["column"] else "")
    what = _PLACE.sub("", message) if found else "a value that TOML cannot hold"
    next_step = "texts stand in quotes, tables in [brackets]; see https://toml.io"
    return ConfigError(
        f"not TOML: {redact(what)}", where=where if found else FILE, next_step=next_step
    )

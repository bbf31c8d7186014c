"""kpis.toml: many simple KPIs in one file, as aggregates of a column or as formulas."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from reports.catalog.aggregates import Aggregation, select_text
from reports.catalog.body import parse_body
from reports.catalog.fields import Fields
from reports.catalog.formula import parse_formula
from reports.catalog.header import OPTIONAL, REQUIRED, Source, definition_hash, read_header
from reports.catalog.kpifile import canonical_texts, check_columns
from reports.catalog.names import is_lower_snake
from reports.catalog.place import Place, Table, read_text
from reports.errors import DefinitionError
from reports.values.kpi import Kpi
from reports.values.query import Query

DEFAULTS = "defaults"
_DEFAULTABLE = ("unit", "better", "chapter", *(key for key in OPTIONAL if key != "changes"))


@dataclass(frozen=True, slots=True)
class BulkEntry:
    """One table of kpis.toml; `read` gives its KPI or raises DefinitionError."""

    name: str
    where: str
    read: Callable[[], Kpi]


def read_bulk_file(path: Path) -> tuple[BulkEntry, ...]:
    """Split kpis.toml into its definitions, which are then read one by one.

    Raises: DefinitionError if the file as a whole, or its [defaults], cannot be read.
    """
    place = Place(str(path), read_text(path))
    tables = place.parse()
    defaults = tables.pop(DEFAULTS, {})
    if not isinstance(defaults, dict):
        raise place.refuse("wrong defaults", key=DEFAULTS, expected="a table [defaults]")
    place.within(DEFAULTS).check_keys(defaults, required=(), optional=_DEFAULTABLE)
    return tuple(_entry(name, table, defaults, place) for name, table in tables.items())


def _entry(name: str, table: object, defaults: Table, place: Place) -> BulkEntry:
    """Prepare one definition for reading."""
    inside = place.within(name)

    def read() -> Kpi:
        if not is_lower_snake(name):
            raise inside.refuse(
                "not a name of a KPI", expected="lower_snake_case, like orders_paid", got=name
            )
        if not isinstance(table, dict):
            raise inside.refuse("not a KPI", expected=f"a table [{name}]", got=table)
        source = Source(name, {**defaults, **table}, inside, Path(place.file).name)
        return _formula(source) if "formula" in table else _aggregate(source)

    return BulkEntry(name, inside.at(), read)


def _formula(source: Source) -> Kpi:
    """Read a formula over other KPIs."""
    source.place.check_keys(source.table, required=(*REQUIRED, "formula"), optional=OPTIONAL)
    text = Fields(source.table, source.place).text("formula")
    formula, operands = parse_formula(text, source.place)
    kpi = replace(read_header(source, "formula"), formula=formula, operands=operands)
    return replace(kpi, definition_hash=definition_hash(kpi))


def _aggregate(source: Source) -> Kpi:
    """Read an aggregate, or a ratio of two, and write its query."""
    aggregation = Aggregation.of(source.table, source.place)
    source.place.check_keys(
        source.table,
        required=(*REQUIRED, *aggregation.required),
        optional=(*OPTIONAL, "filter", "reads", *aggregation.optional),
    )
    kpi = read_header(source, aggregation.kind)
    try:
        body = parse_body(select_text(aggregation), Place(source.place.file))
    except DefinitionError as error:
        raise source.place.refuse(error.what, expected=error.expected, got=error.got) from error
    query = Query(
        name=source.name,
        kind=aggregation.kind,
        sql=body.sql,
        relations=body.relations,
        reads=Fields(source.table, source.place).reads(),
        parameters=body.parameters,
        source=source.label,
        additive=body.additive,
    )
    check_columns(query, body, source.place)
    kpi = replace(kpi, query=query)
    return replace(kpi, definition_hash=definition_hash(kpi, canonical_texts({"": body})))

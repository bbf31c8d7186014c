"""KPI files: a TOML header in a block comment, then one SELECT."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from reports.catalog.body import Body, parse_body
from reports.catalog.example import read_example
from reports.catalog.fields import Fields
from reports.catalog.formula import parse_formula
from reports.catalog.header import KINDS, OPTIONAL, REQUIRED, Source, definition_hash, read_header
from reports.catalog.names import KPI_UNITS, did_you_mean
from reports.catalog.place import Place, Table, read_text, split_file
from reports.values.kpi import Column, Kpi
from reports.values.query import Kind, Query

_TYPES = ("integer", "number", "money")
_QUERY_KEYS = ("reads", "parameters")


@dataclass(frozen=True, slots=True)
class KpiFile:
    """The files of one definition: the KPI file itself and its bodies for single dialects."""

    name: str
    path: Path
    label: str
    bodies: tuple[tuple[str, Path], ...] = ()


def read_kpi_file(file: KpiFile) -> Kpi:
    """Read and check one KPI file with its bodies.

    Raises: DefinitionError
    """
    place, body, below = split_file(file.path)
    source = Source(file.name, place.parse(), place, file.label)
    place.check_keys({key: 0 for key in source.table if key == "kind"}, required=("kind",))
    kind = cast("Kind", Fields(source.table, place).choice("kind", KINDS))
    if kind == "formula":
        return _formula(source, body, below)
    return _measured(source, kind, _bodies(file, body, below))


def _formula(source: Source, rest: str, below: Place) -> Kpi:
    """Read a formula, which has no query."""
    source.place.check_keys(
        source.table, required=(*REQUIRED, "kind", "formula"), optional=OPTIONAL
    )
    if rest.strip():
        raise below.refuse(
            "a formula has no query", expected="nothing after the header", got=rest.strip()[:40]
        )
    text = Fields(source.table, source.place).text("formula")
    formula, operands = parse_formula(text, source.place)
    kpi = replace(read_header(source, "formula"), formula=formula, operands=operands)
    return replace(kpi, definition_hash=definition_hash(kpi))


def _bodies(file: KpiFile, body: str, below: Place) -> Mapping[str, Body]:
    """Parse the query in the portable subset and for single dialects."""
    bodies = {"": parse_body(body, below)}
    for dialect, path in file.bodies:
        place = Place(str(path))
        bodies[dialect] = parse_body(read_text(path), place, dialect)
        _check_same(bodies[""], bodies[dialect], place)
    return bodies


def _check_same(portable: Body, body: Body, place: Place) -> None:
    """Refuse a dialect's body that reads or returns something else."""
    for what in ("columns", "parameters", "relations"):
        wanted, got = getattr(portable, what), getattr(body, what)
        if sorted(wanted) != sorted(got):
            raise place.refuse(
                f"this body has other {what} than the KPI file",
                expected=", ".join(wanted) or "none",
                got=", ".join(got) or "none",
            )


def _measured(source: Source, kind: Kind, bodies: Mapping[str, Body]) -> Kpi:
    """Read a KPI that has a query."""
    place, body = source.place, bodies[""]
    extra = ("quantile",) if kind == "quantile" else ()
    place.check_keys(
        source.table,
        required=(*REQUIRED, "kind", *extra, "columns", "example"),
        optional=(*OPTIONAL, *_QUERY_KEYS),
    )
    fields = Fields(source.table, place)
    kpi = read_header(source, kind)
    query = Query(
        name=source.name,
        kind=kind,
        sql=body.sql,
        relations=body.relations,
        reads=fields.reads(),
        parameters=fields.names("parameters") or (),
        bodies={dialect: body.sql for dialect, body in bodies.items() if dialect},
        source=source.label,
        additive=all(body.additive for body in bodies.values()),
    )
    _check_parameters(query, body, place)
    columns = _columns(fields.below("columns"), query, place.within("columns"))
    check_columns(query, body, place)
    kpi = replace(
        kpi,
        query=query,
        columns=columns,
        example=read_example(fields.below("example"), query, place.within("example")),
    )
    return replace(kpi, definition_hash=definition_hash(kpi, canonical_texts(bodies)))


def canonical_texts(bodies: Mapping[str, Body]) -> tuple[str, ...]:
    """Return the canonical texts of a query's bodies, each with its dialect."""
    return tuple(f"{dialect}: {body.canonical}" for dialect, body in sorted(bodies.items()))


def check_columns(query: Query, body: Body, place: Place) -> None:
    """Refuse a query that returns other columns than its kind asks for.

    Raises: DefinitionError
    """
    wanted = ("period", "segment", *query.measures)
    if body.columns == wanted:
        return
    missing = [name for name in wanted if name not in body.columns]
    extra = [name for name in body.columns if name not in wanted]
    what = (
        f"the query does not return {', '.join(missing)}"
        if missing
        else f"the query returns {', '.join(extra)} besides"
        if extra
        else "the query returns its columns in another order"
    )
    raise place.refuse(
        f"{what}, for kind {query.kind}",
        key="kind",
        expected=", ".join(wanted),
        got=", ".join(name or "a column without a name" for name in body.columns) or "none",
        next_step="name every column with AS",
    )


def _check_parameters(query: Query, body: Body, place: Place) -> None:
    """Refuse a header whose parameters are not those of the query."""
    if sorted(query.parameters) != sorted(body.parameters):
        raise place.refuse(
            "the parameters are not those of the query",
            key="parameters",
            expected=", ".join(f":{name}" for name in body.parameters) or "no parameter",
            got=", ".join(f":{name}" for name in query.parameters) or "no parameter",
        )


def _columns(table: Table, query: Query, place: Place) -> tuple[Column, ...]:
    """Read [columns], which describes exactly the measures of the kind."""
    for name in table:
        if name not in query.measures:
            raise place.refuse(
                f'column "{name}" is not returned by kind {query.kind}',
                key=name,
                expected=", ".join(query.measures),
                next_step=did_you_mean(name, query.measures) or "remove it",
            )
    place.check_keys(table, required=query.measures)
    return tuple(_column(name, table[name], place) for name in query.measures)


def _column(name: str, text: object, place: Place) -> Column:
    """Read "type, unit, meaning"."""
    words = [word.strip() for word in text.split(",", 2)] if isinstance(text, str) else []
    if len(words) != 3 or words[0] not in _TYPES or words[1] not in KPI_UNITS or not words[2]:
        raise place.refuse(
            f"wrong description of column {name}",
            key=name,
            expected='"type, unit, meaning" with type ' + " or ".join(_TYPES) + " and a known unit",
            got=text,
            next_step='write it like "integer, users, distinct users of the period"',
        )
    return Column(name, *words)

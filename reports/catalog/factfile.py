"""Fact files: queries that feed a chapter but are no KPI, under sql/facts/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from reports.catalog.body import Body, parse_body
from reports.catalog.example import read_example
from reports.catalog.fields import Fields
from reports.catalog.names import DIALECTS, KPI_UNITS
from reports.catalog.place import Place, Table, read_text, split_file
from reports.values.kpi import Example
from reports.values.query import FieldType, Query, TableField

_FOLDER = "facts"
_FORM = '"type, unit, meaning" or "key type, unit, meaning" with type ' + " or ".join(
    get_args(FieldType)
)


@dataclass(frozen=True, slots=True)
class FactQuery:
    """A table query with what its file says of it: title, worked example."""

    query: Query
    title: str
    example: Example


def load_fact_queries(folders: Sequence[Path]) -> Mapping[str, FactQuery]:
    """Load the fact files below `folders`; of files with one name the last one wins.

    Raises: DefinitionError for the first refused file.
    Example: load_fact_queries([shipped])["growth"].query.relations == ("events", "first_seen")
    """
    found: dict[str, tuple[Path, str]] = {}
    for folder in folders:
        for path in sorted((folder / _FOLDER).glob("*.sql")):
            found[path.stem] = (path, f"{folder.name}/{_FOLDER}/{path.name}")
    return {name: _read(path, label) for name, (path, label) in sorted(found.items())}


def _read(path: Path, label: str) -> FactQuery:
    place, body, below = split_file(path)
    table = place.parse()
    place.check_keys(
        table,
        required=("title", "why", "columns", "example"),
        optional=("reads", "parameters"),
    )
    fields = Fields(table, place)
    bodies = _bodies(path, parse_body(body, below))
    query = _query(path.stem, fields, bodies, label)
    _check(query, bodies, place)
    example = read_example(fields.below("example"), query, place.within("example"))
    return FactQuery(query, fields.text("title"), example)


def _bodies(path: Path, portable: Body) -> Mapping[str, Body]:
    """Return the portable body and those for single dialects."""
    own = {name: path.parent / name / path.name for name in DIALECTS}
    written = {
        name: parse_body(read_text(file), Place(str(file)), name)
        for name, file in own.items()
        if file.is_file()
    }
    return {"": portable, **written}


def _query(name: str, fields: Fields, bodies: Mapping[str, Body], label: str) -> Query:
    body = bodies[""]
    return Query(
        name=name,
        kind="table",
        sql=body.sql,
        relations=body.relations,
        reads=fields.reads(),
        parameters=fields.names("parameters") or (),
        bodies={dialect: own.sql for dialect, own in bodies.items() if dialect},
        source=label,
        additive=False,
        fields=_fields(fields.below("columns"), fields.place.within("columns")),
    )


def _fields(table: Table, place: Place) -> tuple[TableField, ...]:
    return tuple(_field(name, text, place) for name, text in table.items())


def _field(name: str, text: object, place: Place) -> TableField:
    """Read "type, unit, meaning", with the word key before the type of a key."""
    words = [word.strip() for word in text.split(",", 2)] if isinstance(text, str) else []
    kind = words[0].removeprefix("key ") if words else ""
    known = kind in get_args(FieldType) and len(words) == 3 and bool(words[2])
    if not known or words[1] not in (*KPI_UNITS, "name", "day"):
        raise place.refuse(
            f"wrong description of column {name}", key=name, expected=_FORM, got=text
        )
    return TableField(name, cast("FieldType", kind), key=words[0].startswith("key "))


def _check(query: Query, bodies: Mapping[str, Body], place: Place) -> None:
    """Refuse a file whose columns, relations or parameters are not those of its queries."""
    columns = ("period", "segment", *query.measures)
    for dialect, body in bodies.items():
        for what, wanted, got in (
            ("columns", columns, body.columns),
            ("parameters", tuple(sorted(query.parameters)), body.parameters),
            ("relations", tuple(sorted(query.relations)), tuple(sorted(body.relations))),
        ):
            if wanted != got:
                raise place.refuse(
                    f"the {dialect or 'portable'} query has other {what} than the header says",
                    key=what if what != "relations" else "",
                    expected=", ".join(wanted) or "none",
                    got=", ".join(got) or "none",
                )


def with_arguments(query: Query, **values: str | float) -> Query:
    """Return a query that brings the values of its parameters along."""
    return replace(query, arguments={**query.arguments, **values})

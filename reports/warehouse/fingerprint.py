"""What a query's numbers depend on, as one hash; prose and formatting are no part of it."""

import hashlib
import json
from collections.abc import Iterable

import sqlglot
from sqlglot import exp

from reports.values.query import Query
from reports.values.relation import RelationMapping
from reports.values.workspace import Product
from reports.warehouse.relations import DERIVED


def fingerprint_of(query: Query, tree: exp.Query, product: Product, dimension: str | None) -> str:
    """Return the sha256 of canonical SQL, kind, mappings, parameters, dimension and calendar."""
    content = {
        "sql": tree.sql(dialect="duckdb", comments=False, normalize=True),
        "kind": query.kind,
        "reads": [query.reads.window, query.reads.days],
        "mappings": [_mapping(entry) for entry in _touched(query.relations, product)],
        "parameters": {name: bound_value(query, product, name) for name in query.parameters},
        "dimension": dimension,
        "calendar": [product.calendar.zone, product.calendar.first_weekday],
    }
    if query.fields:
        content["fields"] = [[one.name, one.type, one.key] for one in query.fields]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def bound_value(query: Query, product: Product, name: str) -> object:
    """Return the value of a query's parameter: its own, or the product's; null without one."""
    return query.arguments.get(name, product.parameters.get(name))


def _touched(relations: Iterable[str], product: Product) -> list[RelationMapping]:
    """Return the mappings that decide on rows, also those a query does not name."""
    names = {DERIVED.get(name, name) for name in relations}
    if "outcomes" in names:
        names.add("predictions")
    names.add("users")
    return [product.relations[name] for name in sorted(names) if name in product.relations]


def _mapping(mapping: RelationMapping) -> list[object]:
    return [
        mapping.relation,
        mapping.table,
        _canonical_select(mapping.select),
        sorted(mapping.columns),
        sorted(mapping.dimensions),
        mapping.zone,
        mapping.known_at,
    ]


def _canonical_select(text: str) -> str:
    """Return a mapping's SELECT without comments and formatting, as far as it can be read."""
    if not text:
        return ""
    try:
        return sqlglot.parse_one(text, dialect="duckdb").sql(dialect="duckdb", comments=False)
    except sqlglot.errors.SqlglotError:
        return " ".join(text.split())

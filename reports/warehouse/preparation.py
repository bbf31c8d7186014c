"""A query made ready once, so that every stage and every list of periods can use it."""

from dataclasses import dataclass

from sqlglot import exp

from reports.values.query import Query
from reports.warehouse.dialect import mark_parameter, mark_relation
from reports.warehouse.guard import guard_query, tables_of
from reports.warehouse.macros import expand_macros


@dataclass(frozen=True, slots=True)
class Prepared:
    """A guarded query, and its text in the engine's dialect with marks for what is put in.

    `names` are all names in it, in small letters; `starred` tells of a star among its columns.
    """

    tree: exp.Query
    text: str
    names: frozenset[str]
    starred: bool


def prepare_query(query: Query, dialect: str) -> Prepared:
    """Read, guard and translate a query.

    Raises: DefinitionError if the guard refuses it.
    """
    tree = guard_query(query, dialect)
    names = frozenset(part.name.lower() for part in tree.find_all(exp.Identifier))
    starred = any(select.is_star for select in tree.find_all(exp.Select))
    return Prepared(tree, _marked(tree, dialect), names, starred)


def _marked(tree: exp.Query, dialect: str) -> str:
    """Return a query in the engine's text with marks for relations and placeholders."""
    marked = tree.copy()
    for table in list(tables_of(marked)):
        alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
        table.replace(exp.Table(this=exp.Identifier(this=mark_relation(table.name)), alias=alias))
    for placeholder in list(marked.find_all(exp.Placeholder)):
        placeholder.replace(exp.Var(this=mark_parameter(placeholder.name)))
    return expand_macros(marked).sql(dialect, comments=False, pretty=True, copy=False)

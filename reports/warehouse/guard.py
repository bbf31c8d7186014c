"""The guard: a query is parsed and walked whole before it may reach an engine."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from reports.errors import DefinitionError
from reports.values.query import Query
from reports.warehouse import grammar
from reports.warehouse.dialect import MARKS

PORTABLE = "duckdb"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SOURCE_NAME = re.compile(r"[^\W\d][\w $-]*")
_LONGEST = 100_000
_OWN_PREFIX = "bound_"
_FIRST = frozenset({TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN})


@dataclass(frozen=True, slots=True)
class Rules:
    """What one kind of SQL text may use."""

    syntax: Collection[type[exp.Expr]]
    functions: Collection[type[exp.Expr]]
    names: Collection[str]
    types: Collection[object]
    identifier: re.Pattern[str]
    parameters: Collection[str] = field(default=())


def guard_query(query: Query, dialect: str = "") -> exp.Query:
    """Parse a query and refuse everything but one SELECT over its declared relations.

    Raises: DefinitionError with the reason.
    """
    body = query.bodies.get(dialect)
    rules = Rules(
        grammar.SYNTAX, grammar.FUNCTIONS, grammar.MACROS, grammar.TYPES, _NAME, query.parameters
    )
    where = query.source or f"query {query.name}"
    try:
        tree = _parsed(query.sql if body is None else body, dialect if body else PORTABLE)
        _check_names(query)
        _walk(tree, rules)
        _check_tables(tree, frozenset(query.relations))
    except DefinitionError as error:
        raise error.located(where) from None
    return tree


def guard_select(text: str, dialect: str, where: str) -> exp.Query:
    """Parse a mapping's SELECT and refuse writes, files, system tables and unknown functions.

    Raises: DefinitionError with the reason.
    """
    rules = Rules(
        grammar.MAPPING_SYNTAX,
        grammar.MAPPING_FUNCTIONS,
        grammar.MAPPING_NAMES,
        grammar.MAPPING_TYPES,
        _SOURCE_NAME,
    )
    try:
        tree = _parsed(text, dialect)
        _walk(tree, rules)
        _check_system(tree)
    except DefinitionError as error:
        raise error.located(where) from None
    return tree


def tables_of(tree: exp.Expr) -> Iterator[exp.Table]:
    """Find the tables that are no common table expressions."""
    return (table for table in tree.find_all(exp.Table) if not _is_cte(table))


def _parsed(text: str, dialect: str) -> exp.Query:
    if len(text) > _LONGEST:
        raise DefinitionError("the query is too long", expected=f"at most {_LONGEST} characters")
    if any(sign in MARKS or (ord(sign) < 32 and sign not in "\n\r\t") for sign in text):
        raise DefinitionError("the query has control characters")
    try:
        tokens = sqlglot.tokenize(text, dialect=dialect)
        first = tokens[0] if tokens else None
        selects = first is not None and first.token_type in _FIRST
        statements = [entry for entry in sqlglot.parse(text, dialect) if entry] if selects else []
        for statement in statements:
            statement.sql(dialect)
    except (SqlglotError, RecursionError, ValueError) as error:
        line = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()
        raise DefinitionError("the query cannot be read", got=line[0] if line else "") from None
    if not selects:
        raise DefinitionError("only SELECT is allowed", got=first.text if first else "nothing")
    if len(statements) != 1:
        raise DefinitionError("expected one statement", got=f"{len(statements)} statements")
    tree = statements[0]
    if not isinstance(tree, (exp.Select, exp.SetOperation)):
        raise DefinitionError("only SELECT is allowed", got=_label(tree))
    return tree


def _walk(tree: exp.Expr, rules: Rules) -> None:
    """Refuse every node that the rules do not know.

    Raises: DefinitionError naming the first one.
    """
    for node in tree.walk():
        kind = type(node)
        known = kind in rules.syntax or kind in rules.functions
        if isinstance(node, exp.Anonymous):
            known = str(node.this).lower() in rules.names and not isinstance(
                node.parent, (exp.Table, exp.From, exp.Join)
            )
        if not known:
            what = "function" if isinstance(node, exp.Func) else "syntax"
            raise DefinitionError(f"{what} {_label(node)} is not allowed")
        check = _CHECKS.get(kind)
        if check:
            check(node, rules)


def _check_table(node: exp.Table, _rules: Rules) -> None:
    if not isinstance(node.this, exp.Identifier):
        raise DefinitionError(f"a table function is not allowed: {_label(node.this)}")
    _only(node, {"this", "alias", "db", "catalog"})


def _check_identifier(node: exp.Identifier, rules: Rules) -> None:
    if not rules.identifier.fullmatch(node.name) and not (
        isinstance(node.parent, exp.Alias) and rules.identifier is _SOURCE_NAME
    ):
        raise DefinitionError(f"a name like {node.name!r} is not allowed")


def _check_column(node: exp.Column, _rules: Rules) -> None:
    if node.name.lower() in grammar.NOT_COLUMNS and not node.this.args.get("quoted"):
        raise DefinitionError(f"{node.name} is not a column")
    if node.args.get("db") or node.args.get("catalog") or node.args.get("join_mark"):
        raise DefinitionError(f"a column is written name or relation.name, not {node.sql()}")


def _check_join(node: exp.Join, _rules: Rules) -> None:
    side, kind = str(node.side).upper(), str(node.kind).upper()
    if node.method or side not in grammar.JOIN_SIDES or kind not in grammar.JOIN_KINDS:
        raise DefinitionError(f"{node.method or kind or side} JOIN is not allowed")
    _only(node, {"this", "on", "using", "side", "kind"})


def _check_placeholder(node: exp.Placeholder, rules: Rules) -> None:
    if isinstance(node.parent, exp.TableAlias) or node.arg_key == "alias":
        raise DefinitionError(f"parameter {node.name} cannot be a name")
    if node.name not in rules.parameters:
        label = node.name or "?"
        raise DefinitionError(
            f"parameter {label} is not declared", next_step="list it in parameters"
        )


def _check_type(node: exp.DataType, rules: Rules) -> None:
    if node.this not in rules.types:
        raise DefinitionError(f"type {node.sql()} is not allowed")


def _check_with(node: exp.With, _rules: Rules) -> None:
    if node.recursive:
        raise DefinitionError("WITH RECURSIVE is not allowed")


def _check_star(node: exp.Star, _rules: Rules) -> None:
    _only(node, set())


def _check_select(node: exp.Select, _rules: Rules) -> None:
    if not node.expressions:
        raise DefinitionError("a SELECT without columns is not allowed")
    _only(
        node,
        {"with_", "expressions", "from_", "joins", "where", "group", "having", "order", "limit",
         "offset", "distinct", "windows"},
    )  # fmt: skip


def _check_group(node: exp.Group, _rules: Rules) -> None:
    _only(node, {"expressions"})


def _check_cte(node: exp.CTE, _rules: Rules) -> None:
    _only(node, {"this", "alias"})
    if not isinstance(node.this, (exp.Select, exp.SetOperation)):
        raise DefinitionError("only SELECT is allowed", got=_label(node.this))


def _check_alias(node: exp.TableAlias, _rules: Rules) -> None:
    if node.args.get("columns"):
        raise DefinitionError("name the columns in the SELECT, not behind the alias")


def _check_distinct(node: exp.Distinct, _rules: Rules) -> None:
    _only(node, {"expressions"})


def _check_set_operation(node: exp.SetOperation, _rules: Rules) -> None:
    _only(node, {"with_", "this", "expression", "distinct", "order", "limit", "offset"})


def _only(node: exp.Expr, allowed: Collection[str]) -> None:
    """Refuse parts of a node that the portable subset has not.

    Raises: DefinitionError naming the part.
    """
    extra = [name for name, part in node.args.items() if part and name not in allowed]
    if extra:
        raise DefinitionError(f"{_label(node)} with {extra[0].strip('_')} is not allowed")


def _check_names(query: Query) -> None:
    for name in query.parameters:
        if not _NAME.fullmatch(name) or name.startswith(_OWN_PREFIX):
            raise DefinitionError(f"a parameter cannot be called {name!r}")


def _check_tables(tree: exp.Expr, relations: frozenset[str]) -> None:
    """Refuse tables that are neither declared nor visible common table expressions.

    Raises: DefinitionError naming the table.
    """
    for cte in tree.find_all(exp.CTE):
        if cte.alias.lower() in {name.lower() for name in relations}:
            raise DefinitionError(f"{cte.alias} is both a relation and a WITH name")
    for table in tables_of(tree):
        if table.name not in relations or table.db or table.catalog:
            raise DefinitionError(
                f"{table.sql(comments=False)} is not a declared relation",
                expected=", ".join(sorted(relations)),
                next_step="list it in relations, or map it in review.toml",
            )


def _check_system(tree: exp.Query) -> None:
    """Refuse an engine's own tables.

    Raises: DefinitionError naming the table.
    """
    for table in tables_of(tree):
        if any(part.name.lower().startswith(grammar.SYSTEM_NAMES) for part in table.parts):
            raise DefinitionError(f"{table.name} is a system table")


def _is_cte(table: exp.Table) -> bool:
    """Tell whether a table names a WITH entry that is visible where it stands."""
    if table.db or table.catalog:
        return False
    inner: exp.Expr = table
    outer = table.parent
    own: exp.Expr | None = None
    while outer is not None:
        if isinstance(outer, exp.CTE):
            own = outer
        with_ = outer.args.get("with_")
        if isinstance(with_, exp.With):
            entries = with_.expressions
            before = entries[: entries.index(own)] if inner is with_ and own in entries else entries
            if any(entry.alias == table.name for entry in before):
                return True
        inner, outer = outer, outer.parent
    return False


def _label(node: object) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this)
    if isinstance(node, exp.Func):
        return node.sql_name()
    return type(node).__name__.upper()


_CHECKS: dict[type[exp.Expr], Callable[..., None]] = {
    exp.Table: _check_table, exp.Identifier: _check_identifier, exp.Column: _check_column,
    exp.Join: _check_join, exp.Placeholder: _check_placeholder, exp.DataType: _check_type,
    exp.With: _check_with, exp.Star: _check_star, exp.Select: _check_select,
    exp.Group: _check_group, exp.CTE: _check_cte, exp.TableAlias: _check_alias,
    exp.Distinct: _check_distinct, exp.Union: _check_set_operation,
    exp.Intersect: _check_set_operation, exp.Except: _check_set_operation,
}  # fmt: skip

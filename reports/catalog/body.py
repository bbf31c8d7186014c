"""The SELECT of a definition: what it reads, what it returns, and what it must not do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from reports.catalog.names import is_lower_snake
from reports.catalog.place import Place
from reports.errors import DefinitionError
from reports.values.relation import CANONICAL

# The portable subset is written and read as this dialect.
PORTABLE = "duckdb"

_STARTS = (TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN)
_WRITES = (
    *(exp.DML, exp.DDL, exp.Command, exp.Drop, exp.Alter, exp.TruncateTable, exp.Into, exp.Lock),
    *(exp.Set, exp.Use, exp.Pragma, exp.Attach, exp.Detach, exp.Transaction, exp.Commit),
    *(exp.Rollback, exp.Grant, exp.Analyze, exp.Kill, exp.LoadData, exp.Export, exp.Cache),
)
_DIVISIONS = (exp.Div, exp.IntDiv, exp.Avg)
_RANKINGS = ("order", "limit", "offset", "fetch")


@dataclass(frozen=True, slots=True)
class Body:
    """A checked SELECT.

    `canonical` is its text without comments and layout, for hashing. The first of `relations`
    is the main one, which the outermost FROM leads to; the others follow as they appear.
    """

    sql: str
    canonical: str
    columns: tuple[str, ...]
    relations: tuple[str, ...]
    parameters: tuple[str, ...]
    additive: bool


def parse_body(sql: str, place: Place, dialect: str = PORTABLE) -> Body:
    """Parse one SELECT and check what a definition promises of it.

    `place` locates the first line of `sql`.
    Raises: DefinitionError
    """
    tokens = _tokens(sql, place, dialect)
    tree, canonical = _parse(sql, place, dialect)
    _check_reading_only(tree, place)
    _check_plain_sums(tree, place)
    relations = _relations(tree, place)
    return Body(
        sql=sql[tokens[0].start : tokens[-1].end + 1],
        canonical=canonical,
        columns=tuple(tree.named_selects),
        relations=relations,
        parameters=_parameters(tree, place),
        additive=_is_additive(tree),
    )


def _tokens(sql: str, place: Place, dialect: str) -> list[Token]:
    """Split the text, and refuse what is not one SELECT before any parser guesses at it."""
    try:
        tokens = sqlglot.tokenize(sql, read=dialect)
    except SqlglotError as error:
        raise place.refuse(
            "the SQL cannot be read", got=str(error), next_step="look for a quote left open"
        ) from error
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens.pop()
    if not tokens:
        raise place.refuse("no query", expected="one SELECT", got="nothing")
    for before, token in pairwise(tokens):
        if before.token_type is TokenType.SEMICOLON:
            raise _at(place, token.line).refuse(
                "a second statement", expected="one SELECT", got=token.text
            )
    if tokens[0].token_type not in _STARTS:
        raise _at(place, tokens[0].line).refuse(
            "not a SELECT", expected="SELECT or WITH … SELECT", got=tokens[0].text
        )
    return tokens


def _parse(sql: str, place: Place, dialect: str) -> tuple[exp.Query, str]:
    """Parse the text into one query, and write it without comments and layout."""
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
        canonical = tree.sql(dialect=dialect, comments=False, normalize=True)
    except (SqlglotError, RecursionError, ValueError) as error:
        raise _unreadable(error, place) from error
    if not isinstance(tree, exp.Query):
        raise place.refuse("not a SELECT", expected="SELECT or WITH … SELECT", got=tree.key)
    return tree, canonical


def _unreadable(error: Exception, place: Place) -> DefinitionError:
    """Turn a parser's complaint into a message with the line in the file."""
    first = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    what = str(first.get("description") or error or "nested too deeply").splitlines()[0]
    return _at(place, int(first.get("line") or 1)).refuse(
        "the SQL cannot be read: " + what.split(" for <class")[0],
        expected="one SELECT in the portable subset",
        got=str(first.get("highlight") or ""),
    )


def _check_reading_only(tree: exp.Query, place: Place) -> None:
    """Refuse anything that writes, at any depth."""
    found = tree.find(*_WRITES)
    if found is not None:
        raise _at(place, _line(found)).refuse(
            "a query only reads", expected="SELECT at every depth", got=found.key.upper()
        )


def _check_plain_sums(tree: exp.Query, place: Place) -> None:
    """Refuse divisions, and ordering or cutting of the result."""
    division = tree.find(*_DIVISIONS)
    if division is not None:
        raise _at(place, _line(division)).refuse(
            "a query never divides",
            expected="sums, so that ratios are ratios of sums",
            got=division.sql(),
            next_step="return numerator and denominator with kind ratio or mean; "
            "for another unit multiply, as in latency_ms * 0.001",
        )
    ranked = next((key for key in _RANKINGS if tree.args.get(key)), None)
    if ranked:
        raise place.refuse(
            "a query never ranks", expected="no ORDER BY, no LIMIT", got=ranked.upper()
        )


def _relations(tree: exp.Query, place: Place) -> tuple[str, ...]:
    """Return the relations that are read, the main one first, without those WITH defines."""
    defined = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    hidden = sorted(defined & ({*CANONICAL, "first_seen"}))
    if hidden:
        raise place.refuse(
            f"WITH {hidden[0]} hides a relation", expected="a name of its own", got=hidden[0]
        )
    tables = sorted(tree.find_all(exp.Table), key=_position)
    for table in tables:
        named = table.name in defined or is_lower_snake(table.name)
        if not isinstance(table.this, exp.Identifier) or table.args.get("db") or not named:
            raise _at(place, _line(table)).refuse(
                "a query reads relations only",
                expected="the plain name of a relation, like events",
                got=table.sql(comments=False),
            )
    names = dict.fromkeys(table.name for table in tables if table.name not in defined)
    if not names:
        raise place.refuse("the query reads no relation", expected="FROM a relation")
    main = _main_relation(tree)
    return tuple(dict.fromkeys((main, *names) if main in names else names))


def _main_relation(tree: exp.Query) -> str:
    """Follow the outermost FROM through WITH and subqueries down to a relation."""
    defined = {cte.alias_or_name: cte.this for cte in tree.find_all(exp.CTE)}
    node: object = tree
    while True:
        if isinstance(node, exp.Table):
            if node.name not in defined:
                return str(node.name)
            node = defined.pop(node.name)
        elif isinstance(node, exp.Select) and node.args.get("from_"):
            node = node.args["from_"].this
        elif isinstance(node, exp.Subquery | exp.SetOperation):
            node = node.this
        else:
            return ""


def _parameters(tree: exp.Query, place: Place) -> tuple[str, ...]:
    """Return the names of the parameters, each once, in order of name."""
    found: Sequence[exp.Expr] = list(tree.find_all(exp.Placeholder, exp.Parameter))
    for node in found:
        if not (isinstance(node, exp.Placeholder) and node.name and node.name != "?"):
            raise _at(place, _line(node)).refuse(
                "a parameter without a name", expected="a parameter like :name", got=node.sql()
            )
    return tuple(sorted({node.name for node in found}))


def _is_additive(tree: exp.Query) -> bool:
    """Tell whether results of days may be summed: rows are aggregated once, and none is merged."""
    if not isinstance(tree, exp.Select) or tree.find(exp.Distinct, exp.Having, exp.Window):
        return False
    if any(merge.args.get("distinct") for merge in tree.find_all(exp.SetOperation)):
        return False
    return all(group.parent is tree for group in tree.find_all(exp.Group)) and all(
        aggregate.parent_select is tree for aggregate in tree.find_all(exp.AggFunc)
    )


def _position(node: exp.Expr) -> int:
    return int(node.this.meta.get("start", 0)) if isinstance(node.this, exp.Identifier) else 0


def _line(node: exp.Expr) -> int:
    """Return the first line known of a node or of what it holds."""
    lines = (inner.meta.get("line") for inner in node.walk())
    return int(next((line for line in lines if line), 1))


def _at(place: Place, line: int) -> Place:
    """Return the place of a line of the SQL, counted from 1."""
    return Place(f"{place.file}, line {place.first_line + line - 1}", table=place.table)

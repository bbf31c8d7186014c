"""Columns by which numbers may be split."""

from collections.abc import Collection

from reports.proposal.names import plain_words
from reports.values.relation import CANONICAL
from reports.values.schema import ColumnInfo, TableInfo

_FEWEST, _MOST = 2, 50
_RESERVED = frozenset({"day", "at_s", "period", "segment", "in_period"})
# What people wrote, what names them, and what is no group of rows.
_NEVER = frozenset(
    {
        "email", "mail", "first", "last", "full", "phone", "address", "adresse", "ip", "url",
        "uri", "hash", "id",
        "uuid", "token", "error", "exception",
        "subject", "prompt", "text", "body", "content", "comment", "kommentar", "message",
        "nachricht", "title", "titel", "description", "password", "secret", "key", "query",
        "vorname", "nachname", "telefon", "json", "payload", "sha", "user", "username", "author",
    }
)  # fmt: skip
_QUALIFIERS = frozenset({"code", "main", "name", "slug", "kuerzel"})


def find_dimensions(
    relation: str, table: TableInfo, used: Collection[str]
) -> tuple[tuple[str, ColumnInfo], ...]:
    """Return dimension names and the columns of a table behind them, the `used` ones left out."""
    taken = {column.name for column in CANONICAL[relation].columns} | _RESERVED
    found: dict[str, ColumnInfo] = {}
    for column in table.columns:
        name = dimension_name(column.name)
        if column.name not in used and _splits(column) and name and name not in {*taken, *found}:
            found[name] = column
    return tuple(found.items())


def dimension_name(column: str) -> str:
    """Return a lower_snake name, the same for `country` and `country_code`."""
    all_words = plain_words(column)
    kept = [word for word in all_words if word not in _QUALIFIERS] or list(all_words)
    name = "_".join(kept)[:60]
    return name if name[:1].isalpha() else ""


def _splits(column: ColumnInfo) -> bool:
    return (
        column.kind == "text"
        and _FEWEST <= column.distinct <= _MOST
        and bool(column.values)
        and not _NEVER & set(plain_words(column.name))
    )

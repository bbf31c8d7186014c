"""Tables whose key many others use: what a database is about."""

from collections.abc import Iterable, Mapping

from reports.proposal.kinds import is_unique
from reports.proposal.names import tokens
from reports.values.schema import ColumnInfo, TableInfo

_KEYS = frozenset({("id",), ("nr",), ("no",), ("key",)})


def find_hubs(tables: Iterable[TableInfo]) -> Mapping[tuple[str, str], int]:
    """Return how many other tables use a key, by table and column; views count for nothing."""
    stored = [table for table in tables if not table.is_view]
    found: dict[tuple[str, str], int] = {}
    for table in stored:
        for column in table.columns:
            if is_unique(column):
                others = (one for one in stored if one is not table)
                count = sum(_uses(other, table, column) for other in others)
                if count:
                    found[table.name, column.name] = count
    return found


def _uses(other: TableInfo, table: TableInfo, key: ColumnInfo) -> bool:
    """Tell whether a column of another table refers to a key, or repeats its name."""
    bare = table.name.rsplit(".", maxsplit=1)[-1]
    nameless = tokens(key.name) in _KEYS
    wanted = (*tokens(bare), *tokens(key.name)) if nameless else tokens(key.name)
    return any(
        column.references == f"{bare}.{key.name}"
        or (tokens(column.name) == wanted and (nameless or not is_unique(column)))
        for column in other.columns
    )

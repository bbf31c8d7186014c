"""The mathematical functions of SQLite, as every other engine has them."""

import math
import sqlite3
from collections.abc import Callable

_OWN: dict[str, Callable[..., float]] = {
    "LN": math.log, "EXP": math.exp, "SQRT": math.sqrt, "FLOOR": math.floor, "CEIL": math.ceil,
    "POWER": math.pow,
}  # fmt: skip


def complete_functions(connection: sqlite3.Connection) -> None:
    """Put SQLite's own functions back, or ours where its build has left them out.

    SQLAlchemy puts a FLOOR of its own in their place, which fails on null.
    """
    connection.create_function("FLOOR", 1, None)
    try:
        connection.execute("SELECT LN(1.0), FLOOR(1.5)")
    except sqlite3.OperationalError:
        for name, function in _OWN.items():
            arguments = 2 if name == "POWER" else 1
            connection.create_function(name, arguments, _careful(function), deterministic=True)


def _careful(function: Callable[..., float]) -> Callable[..., float | None]:
    """Return a function that is null for null, and where it has no value."""

    def call(*values: float | None) -> float | None:
        try:
            return None if None in values else function(*values)
        except (ValueError, OverflowError):
            return None

    return call

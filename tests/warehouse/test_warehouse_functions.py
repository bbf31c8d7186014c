"""Arithmetic on SQLite, with and without functions of its own."""

import math
import sqlite3

import pytest

from reports.warehouse.functions import complete_functions

QUERY = "SELECT LN({0}), EXP({0}), SQRT({0}), FLOOR({0}), CEIL({0}), POWER({0}, 2)"


class Bare(sqlite3.Connection):
    """A connection to a build of SQLite without mathematical functions."""

    def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
        """Refuse the question whether the functions are there."""
        if sql == "SELECT LN(1.0), FLOOR(1.5)":
            raise sqlite3.OperationalError("no such function: LN")
        return super().execute(sql, *rest)


@pytest.mark.parametrize("kind", [sqlite3.Connection, Bare])
def test_functions_take_null_and_what_has_no_value(kind: type[sqlite3.Connection]) -> None:
    """Also after another FLOOR was put in the way; null stays null, and so does the impossible."""
    connection = sqlite3.connect(":memory:", factory=kind)
    connection.create_function("floor", 1, math.floor)
    complete_functions(connection)
    rows = [connection.execute(QUERY.format(x)).fetchone() for x in ("NULL", "4.0", "-1.5")]
    connection.close()

    assert (None,) * 6 == rows[0]
    assert [1.386, 54.598, 2, 4, 4, 16] == [round(number, 3) for number in rows[1]]
    assert (None, None, -2, -1) == (rows[2][0], *rows[2][2:5])

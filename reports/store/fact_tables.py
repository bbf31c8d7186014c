"""Tables of facts: the rows of one period as one text, versioned like other facts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from reports.errors import ContractError
from reports.store.database import Database
from reports.store.fact_queries import LATEST_TABLES, stored_versions, window
from reports.store.fact_versions import Span
from reports.store.instants import instant_text
from reports.store.schema import FACT_TABLES, FACT_VERSIONS
from reports.store.series import find_series, lock_series
from reports.store.statements import fetch_tuples, insert_all
from reports.values.calendar import Period, day_of, epoch_day
from reports.values.fact import FactSeries, FactTable, Value

_DAYS = ("start", "end")


class FactTables:
    """The tables of all products."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def write(self, series: FactSeries, table: FactTable, *, run_id: str, read_at: datetime) -> int:
        """Store the asked periods, also those without rows; return the number of new versions.

        Raises: ContractError for rows of periods that were not asked.
        """
        texts = _texts(series, table)
        hashes = {
            span: hashlib.sha256(text.encode()).hexdigest() for span, (text, _) in texts.items()
        }
        seen = (run_id, instant_text(read_at))
        with self._database.writing() as connection:
            number = lock_series(connection, series)
            changed = _changed(connection, number, hashes)
            heads = [
                (number, *span, version, texts[span][1], hashes[span], *seen)
                for span, version in changed
            ]
            insert_all(connection, FACT_VERSIONS, heads)
            rows = [(number, *span, version, texts[span][0]) for span, version in changed]
            insert_all(connection, FACT_TABLES, rows)
        return len(changed)

    def load(
        self, series: Sequence[FactSeries], *, start: int, end: int
    ) -> Mapping[FactSeries, FactTable]:
        """Return the latest version of every period inside [start, end), in epoch days.

        Shape: one entry for every series asked, empty when nothing is stored.
        """
        with self._database.reading() as connection:
            numbers = find_series(connection, series)
            found = fetch_tuples(connection, LATEST_TABLES, window(numbers.values(), start, end))
        parts = {number: list(rows) for number, rows in groupby(found, key=lambda row: row[0])}
        return {one: _table(parts.get(numbers.get(one, -1), []), one) for one in series}


def _texts(series: FactSeries, table: FactTable) -> dict[Span, tuple[str, int]]:
    """Return the text of each asked period, and its number of rows."""
    spans: dict[Span, list[Sequence[Value]]] = {
        (epoch_day(period.start), epoch_day(period.end)): [] for period in table.periods
    }
    for start, end, *cells in table.rows:
        span = (int(start or 0), int(end or 0))
        if span not in spans:
            raise ContractError(
                "these rows cannot be stored as facts",
                where=f"{series.product}, query {series.query_hash[:12]}",
                expected="rows of asked periods only",
                got=f"rows of {span}",
            )
        spans[span].append(cells)
    names = table.columns[len(_DAYS) :]
    return {span: (_text([names, *rows]), len(rows)) for span, rows in spans.items()}


def _text(rows: Sequence[Sequence[Value]]) -> str:
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _changed(
    connection: Connection, number: int, hashes: Mapping[Span, str]
) -> list[tuple[Span, int]]:
    """Return the periods that differ from what is stored, each with its next version."""
    stored = stored_versions(connection, number, hashes)
    return [
        (span, stored[span][0] + 1 if span in stored else 1)
        for span, sha256 in hashes.items()
        if span not in stored or stored[span][1] != sha256
    ]


def _table(found: Sequence[tuple[object, ...]], series: FactSeries) -> FactTable:
    """Put the periods of one series behind each other."""
    periods, rows = [], []
    columns: tuple[str, ...] = ()
    for _, start, end, content in found:
        first, last = int(str(start)), int(str(end))
        periods.append(Period(day_of(first), day_of(last), series.grain))
        names, *cells = json.loads(str(content))
        columns = (*_DAYS, *names)
        rows += [(first, last, *row) for row in cells]
    return FactTable(tuple(periods), columns, tuple(rows))

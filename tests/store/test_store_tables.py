"""Tables of facts: one text per period, versioned and hashed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reports.errors import ContractError
from reports.store import Store
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactSeries, FactTable

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
WEEKS = tuple(Period(date(2026, 11, day), date(2026, 11, day + 7), "week") for day in (2, 9))
LOW, HIGH = epoch_day(WEEKS[0].start), epoch_day(WEEKS[-1].end)
SERIES = FactSeries("assistant", "a" * 64, "week")
TABLE = FactTable(
    WEEKS,
    ("start", "end", "segment", "name", "n", "value"),
    ((LOW, LOW + 7, "all", "ö", 3, 0.5), (LOW, LOW + 7, "all", "p", 1, None)),
)


def _write(store: Store, table: FactTable) -> int:
    return store.tables.write(SERIES, table, run_id="run", read_at=NOW)


def _load(store: Store) -> FactTable:
    return store.tables.load([SERIES], start=LOW, end=HIGH)[SERIES]


def test_a_table_comes_back_as_it_was_written(store: Store) -> None:
    """Texts, numbers, nulls, and periods without rows are kept."""
    assert 2 == _write(store, TABLE)
    assert TABLE == _load(store)
    assert () == store.facts.missing(SERIES, WEEKS)


def test_only_a_changed_period_gets_a_version(store: Store) -> None:
    """What is the same is not written again, and the latest version counts."""
    _write(store, TABLE)
    changed = replace(TABLE, rows=((LOW, LOW + 7, "all", "ö", 4, 0.5),))

    assert 0 == _write(store, TABLE)
    assert 1 == _write(store, changed)
    assert changed == _load(store)


def test_the_digest_of_facts_covers_tables(store: Store) -> None:
    """A changed cell changes what a review rests on."""
    _write(store, TABLE)
    before = store.facts.digest([SERIES], start=LOW, end=HIGH)
    _write(store, replace(TABLE, rows=TABLE.rows[:1]))

    assert before != store.facts.digest([SERIES], start=LOW, end=HIGH)


def test_rows_outside_of_the_asked_periods_are_refused(store: Store) -> None:
    """A row of a week that nobody asked for is an error of the query."""
    with pytest.raises(ContractError, match="asked periods"):
        _write(store, replace(TABLE, periods=WEEKS[1:]))


def test_a_series_that_was_never_asked_is_empty(store: Store) -> None:
    """Nothing is known of it, which is no row and no period."""
    assert FactTable() == _load(store)

"""Facts: append-only versions per period."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.errors import ContractError
from reports.store import open_store
from reports.values.calendar import Period, day_of, epoch_day
from reports.values.fact import FactColumns, FactSeries

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
FIRST = date(2026, 11, 2)
START = epoch_day(FIRST)
DAYS = Period(FIRST, FIRST + timedelta(days=6), "week").each_day()
SERIES = FactSeries("assistant", "a" * 64, "day")


def _columns(rows, periods=DAYS) -> FactColumns:
    """Make columns of (day, segment, bucket, first, second, n) rows."""
    if not rows:
        return FactColumns(periods)
    day, *rest = zip(*rows, strict=True)
    starts = tuple(START + number for number in day)
    return FactColumns(periods, starts, tuple(start + 1 for start in starts), *rest)


def _write(store, columns, series=SERIES) -> int:
    return store.facts.write(series, columns, run_id="run", read_at=NOW)


def _load(store, series=SERIES, start=START, end=START + 6) -> FactColumns:
    return store.facts.load([series], start=start, end=end)[series]


_NUMBERS = st.none() | st.floats(-1e300, 1e300) | st.integers(-(2**53), 2**53)
_CELLS = st.tuples(
    st.integers(0, 5),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4),
    st.integers(-200_000, 200_000),
)
_TABLES = st.dictionaries(
    _CELLS, st.tuples(_NUMBERS, _NUMBERS, st.integers(0, 2**40)), max_size=12
).map(lambda cells: [(*cell, *measures) for cell, measures in cells.items()])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request, tmp_path_factory) -> Iterator[tuple]:
    """Share one store among the many examples, with a new series for each."""
    folder = tmp_path_factory.mktemp("facts")
    url = f"sqlite:///{folder / 'ledger.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with open_store(url) as store:
        yield store, (FactSeries("properties", f"{k:x}", "day") for k in range(10**6))


_SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_SOME
@given(rows=_TABLES, data=st.data())
def test_the_order_of_rows_does_not_matter_and_nothing_is_written_twice(shared, rows, data):
    """The same rows in another order are the same facts, and come back sorted."""
    store, names = shared
    series = next(names)
    first = _write(store, _columns(rows), series)
    again = _write(store, _columns(data.draw(st.permutations(rows))), series)

    assert (first, again) == (6, 0)
    assert _load(store, series) == _columns(sorted(rows, key=lambda row: row[:3]))


@_SOME
@given(rows=_TABLES.filter(bool), data=st.data())
def test_a_changed_cell_writes_one_version_and_is_loaded(shared, rows, data):
    """Only the period of the cell gets a new version, and the latest is what counts."""
    store, names = shared
    series = next(names)
    _write(store, _columns(rows), series)
    place = data.draw(st.integers(0, len(rows) - 1))
    changed = [*rows[:place], (*rows[place][:5], rows[place][5] + 1), *rows[place + 1 :]]

    assert _write(store, _columns(changed), series) == 1
    assert _load(store, series) == _columns(sorted(changed, key=lambda row: row[:3]))
    assert _write(store, _columns(rows), series) == 1
    assert _load(store, series) == _columns(sorted(rows, key=lambda row: row[:3]))


def test_an_asked_and_empty_period_is_not_missing(store):
    """No rows is an answer; only what was never asked is missing."""
    _write(store, _columns([(1, "all", 0, 3.0, None, 3)], DAYS[:3]))

    assert store.facts.missing(SERIES, DAYS) == DAYS[3:]
    assert _load(store).periods == DAYS[:3]
    assert _load(store).first == (3.0,)


def test_all_periods_of_an_unknown_series_are_missing(store):
    """A new query hash starts from nothing, and loads as nothing."""
    assert store.facts.missing(SERIES, DAYS) == DAYS
    assert store.facts.missing(SERIES, ()) == ()
    assert _load(store) == FactColumns()


def test_rows_that_disappear_are_a_new_version(store):
    """A period that has become empty is loaded empty, not with its old rows."""
    _write(store, _columns([(0, "all", 0, 3.0, None, 3)]))

    assert _write(store, _columns([])) == 1
    assert _load(store) == _columns([])


def test_old_versions_stay(store):
    """Facts are only ever added."""
    for value in (1.0, 2.0, 1.0):
        _write(store, _columns([(0, "all", 0, value, None, 1)], DAYS[:1]))
    with store.facts._database.reading() as connection:
        text = "SELECT version, first FROM fact_rows ORDER BY version"
        rows = [tuple(row) for row in connection.exec_driver_sql(text)]

    assert rows == [(1, 1.0), (2, 2.0), (3, 1.0)]


def test_as_of_facts_are_kept_apart_from_current_ones(store):
    """What was known at an instant neither fills nor changes what is known now."""
    instant = datetime(2026, 11, 1, tzinfo=UTC)
    then = FactSeries("assistant", SERIES.query_hash, "day", instant)
    elsewhere = instant.astimezone(timezone(timedelta(hours=2)))
    _write(store, _columns([(0, "all", 0, 1.0, None, 1)]), then)
    _write(store, _columns([(0, "all", 0, 2.0, None, 2)]))

    assert _load(store, then).first == (1.0,)
    assert _load(store).first == (2.0,)
    same = FactSeries("assistant", SERIES.query_hash, "day", elsewhere)
    assert _load(store, same).first == (1.0,)


def test_only_periods_wholly_inside_are_loaded(store):
    """A period that reaches over an edge is left out."""
    weeks = tuple(Period(day_of(START + k), day_of(START + k + 7), "week") for k in (0, 7, 14))
    starts = (START, START + 7, START + 14)
    columns = FactColumns(
        weeks,
        starts,
        tuple(start + 7 for start in starts),
        ("all",) * 3,
        (0,) * 3,
        (1.0, 2.0, 3.0),
        (None,) * 3,
        (1, 2, 3),
    )
    series = FactSeries("assistant", "w", "week")
    _write(store, columns, series)

    assert _load(store, series, START + 1, START + 20).first == (2.0,)
    assert _load(store, series, START, START + 21) == columns


def test_the_digest_depends_on_the_facts_alone(store):
    """Not on the order of series, of writing, or on versions that came to the same."""
    other = FactSeries("assistant", "b", "day")
    for one in (SERIES, other):
        _write(store, _columns([(0, "all", 0, 1.0, None, 1)]), one)
    span = {"start": START, "end": START + 6}
    before = store.facts.digest([SERIES, other], **span)
    _write(store, _columns([(0, "all", 0, 5.0, None, 1)]))
    between = store.facts.digest([SERIES, other], **span)
    _write(store, _columns([(0, "all", 0, 1.0, None, 1)]))

    assert store.facts.digest([other, SERIES], **span) == before
    assert between != before
    assert store.facts.digest([SERIES], **span) != before


def test_the_digest_may_be_limited_to_the_periods_of_a_review(store):
    """What another review asked of the same series leaves it as it was."""
    span = {"start": START, "end": START + 6, "periods": DAYS[:2]}
    _write(store, _columns([(0, "all", 0, 1.0, None, 1)], DAYS[:2]))
    before = store.facts.digest([SERIES], **span)
    _write(store, _columns([(3, "all", 0, 1.0, None, 1)], DAYS[2:]))

    assert store.facts.digest([SERIES], **span) == before


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(0, "all", 0, float("nan"), None, 1)], "finite numbers"),
        ([(0, "all", 0, float("inf"), None, 1)], "finite numbers"),
        ([(9, "all", 0, 1.0, None, 1)], "rows of asked periods only"),
        ([(0, "all", 0, 1.0, None, 1), (0, "all", 0, 2.0, None, 1)], "one row a cell"),
    ],
)
def test_rows_that_are_no_facts_are_refused_whole(store, rows, expected):
    """Nothing is stored of a result that breaks the contract."""
    with pytest.raises(ContractError) as caught:
        _write(store, _columns(rows))

    assert expected in caught.value.expected
    assert store.facts.missing(SERIES, DAYS) == DAYS


def test_periods_of_another_grain_are_refused(store):
    """A series has one grain."""
    week = Period(FIRST, FIRST + timedelta(days=7), "week")
    with pytest.raises(ContractError, match="stored as facts"):
        _write(store, FactColumns((week,)))


def test_many_series_load_quickly(tmp_path):
    """40 series of 760 days take a small part of a second of CPU time."""
    days = Period(FIRST, FIRST + timedelta(days=760), "week").each_day()
    columns = _columns([(k, "all", 0, k / 7, None, k) for k in range(760)], days)
    series = [FactSeries("assistant", f"{k}", "day") for k in range(40)]
    with open_store(f"sqlite:///{tmp_path / 'ledger.db'}") as store:
        for one in series:
            _write(store, columns, one)
        began = time.process_time()
        loaded = store.facts.load(series, start=START, end=START + 760)
        spent_s = time.process_time() - began

    assert all(loaded[one] == columns for one in series)
    assert spent_s < 0.25

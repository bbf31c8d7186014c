"""The numbers of a review as CSV files."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from reports.rendering.outline import outline_of
from reports.rendering.sheets import Sheet, sheets_of
from reports.rendering.tables import csv_bytes, csv_tables
from reports.values.calendar import Period
from reports.values.document import (
    Chart,
    ChartPanel,
    ControlPanel,
    Note,
    Quantity,
    SignalLine,
    SignalStory,
    SignalSummary,
    Table,
    TableColumn,
)
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal

WEEK = Period(date(2026, 11, 9), date(2026, 11, 16), "week")
YEAR_BEFORE = WEEK.shifted(-364)
READING = Reading(WEEK, 1 / 3, "ok", numerator=1.0, denominator=3.0, n=3, days_expected=7)
MISSING = Reading(YEAR_BEFORE, None, "missing", "no data before 2026")
SIGNAL = Signal(
    *("latency", "Latency", "ms", "jump", "up", False, date(2026, 11, 2), 2),
    *(5020.5, 4000.0, 3500.0, 4500.0, 2.04),
)
REASON = Table("By region", (TableColumn("Region"), TableColumn("Effect")), (("Europe", None),))


def rows_of(data):
    """Read a CSV file back."""
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def records_of(sheet):
    """Give the rows of a sheet by the names of its columns."""
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def test_every_table_and_chart_has_its_file(review):
    """The files are those of the scorecard, the tables, the charts and the signals, by anchor."""
    kinds = {"scorecard", "table", "chart", "signal_summary", "signal_story"}
    placed = [one for part in outline_of(review).parts for one in part.blocks]
    anchors = [one.anchor for one in placed if one.kind in kinds]
    names = [table.name for table in csv_tables(review)]

    assert sorted(set(names)) == sorted(names)
    assert [f"{one}.csv" for one in anchors] == [n for n in names if 1 == n.count(".")]
    assert {"scorecard-scorecard.history.csv", "data-notes-left-out.csv"} <= set(names)


def test_scorecard_has_what_the_twin_has(review):
    """The scorecard's file holds every KPI with value, period, n and changes in full."""
    files = {table.name: rows_of(table.data) for table in csv_tables(review)}
    header, *rows = files["scorecard-scorecard.csv"]
    found = {row[header.index("kpi")]: dict(zip(header, row, strict=True)) for row in rows}
    record = next(one for one in review.kpis if one.definition.name == "revenue")
    revenue = record.readings

    assert len(review.kpis) == len(found)
    assert ["USD", "2026-11-09", "2026-11-15", repr(revenue.last_week.value)] == [
        found["revenue"][name] for name in ("unit", "first_day", "last_day", "value")
    ]
    assert [str(revenue.last_week.n), repr(revenue.wow.value), "percent"] == [
        found["revenue"][name] for name in ("n", "vs_last_week", "vs_last_week_unit")
    ]


def test_history_holds_all_weeks(review):
    """The weeks of the small charts stand in a file of their own, oldest first."""
    files = {table.name: rows_of(table.data) for table in csv_tables(review)}
    header, *rows = files["scorecard-scorecard.history.csv"]
    at = header.index("first_day")
    days = [row[at] for row in rows if row[0] == "revenue"]

    assert (26, sorted(days), "2026-11-09") == (len(days), days, days[-1])


def test_missing_is_empty_and_says_why():
    """A value that is missing is an empty cell with its status and reason, never a zero."""
    panel = ChartPanel(*("share", "Share", "", "share"), (READING,), (MISSING,), (), (), ("W46",))
    found = next(sheets_of("a", Chart("Shares", (panel,))))
    row = dict(zip(*rows_of(csv_bytes(found)), strict=True))

    assert [repr(1 / 3), "3", "week"] == [row["value"], row["n"], row["grain"]]
    assert ["", "missing", "no data before 2026", "2025-11-10"] == [
        row[f"year_before_{name}"] for name in ("value", "status", "reason", "first_day")
    ]


def test_readings_without_a_year_before_stay():
    """A period whose year before is not known at all has empty cells there."""
    panel = ChartPanel("share", "Share", "", "share", (READING,), (), (), (), ("W46",))
    record = records_of(next(sheets_of("a", Chart("Shares", (panel,)))))[0]

    assert (1 / 3, None, None) == (
        record["value"],
        record["year_before_value"],
        record["year_before_n"],
    )


def test_quantities_bring_unit_and_status():
    """A column of quantities has their units and statuses beside it; other columns stand alone."""
    columns = (TableColumn("Name"), TableColumn("Value"), TableColumn("Read"))
    rows = (
        ("a", Quantity(0.5, "share"), datetime(2026, 11, 15, 22, 58, tzinfo=UTC)),
        ("b", Quantity(None, "USD", status="missing", reason="not mapped"), date(2026, 11, 15)),
        ("c", None, None),
    )
    found = rows_of(csv_bytes(next(sheets_of("t", Table("T", columns, rows)))))

    assert [
        ["Name", "Value", "Value: unit", "Value: status", "Read"],
        ["a", "0.5", "share", "ok", "2026-11-15T22:58:00+00:00"],
        ["b", "", "USD", "missing: not mapped", "2026-11-15"],
        ["c", "", "", "", ""],
    ] == found


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5 %", "'-5 %"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("a=b", "a=b"),
        (-5.25, "-5.25"),
        (-5, "-5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (True, "true"),
        (None, ""),
        ('say "x",\ny', 'say "x",\ny'),
        ("naïve Łódź ≥ 5", "naïve Łódź ≥ 5"),
    ],
)
def test_texts_are_no_formulas_and_numbers_are_numbers(value, written):
    """Text that a spreadsheet would run is quoted by an apostrophe; numbers keep all digits."""
    found = rows_of(csv_bytes(Sheet("s", "S", ("head", "end"), ((value, "."),))))

    assert [["head", "end"], [written, "."]] == found


def test_header_is_text_too():
    """A column's title cannot be a formula either."""
    assert b"'=A1\r\n" == csv_bytes(Sheet("s", "S", ("=A1",), ()))


def test_signals_stand_with_their_limits():
    """The summary's file has a row per signal, with rule, limits and first day."""
    block = SignalSummary("Signals", (SignalLine(SIGNAL, ("What",)),))
    found = records_of(next(sheets_of("s", block)))

    assert [("latency", "jump", False, date(2026, 11, 2), 5020.5, 4500.0)] == [
        tuple(one[name] for name in ("kpi", "rule", "favourable", "since", "value", "normal_upper"))
        for one in found
    ]


def test_story_has_its_weeks_and_its_reasons():
    """The story's files are its weeks with their limits, and one for each table of reasons."""
    normal = NormalRange((4000.0,), (None,), (4500.0,), "locked")
    panel = ControlPanel(
        "latency", "Latency", "", "ms", (READING,), normal, ("W46",), target=4200.0
    )
    weeks, reason = sheets_of("s", SignalStory(("T",), SIGNAL, (), panel, (REASON,)))
    record = records_of(weeks)[0]

    assert ("s", "s.reasons-1", "By region") == (weeks.name, reason.name, reason.title)
    assert (None, 4000.0, 4500.0, 4200.0) == tuple(
        record[name] for name in ("normal_lower", "normal_centre", "normal_upper", "target")
    )


def test_words_have_no_file():
    """A block without numbers in rows gives no sheet."""
    assert [] == list(sheets_of("n", Note(("Only words.",))))

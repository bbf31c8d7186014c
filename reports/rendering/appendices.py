"""What engineers look things up in: the weeks, sums and limits behind every number."""

from collections.abc import Sequence

from reports.values.document import Cell, Chapter, KpiRecord, Note, Quantity, Review, Table
from reports.values.document import TableColumn as Column
from reports.values.reading import Change, Reading
from reports.values.signal import NormalRange, Standing

# Chapters of definitions that are about models rather than about people and money.
_ABOUT_MODELS = frozenset({"model", "quality", "cost"})
_STANDINGS: dict[Standing, str] = {"locked": "firm", "provisional": "provisional", "none": "none"}
_SUMS = (
    "Numerator and denominator are what a ratio or a mean is divided from, in the units of its "
    "query; the files attached to the PDF have every digit."
)


def appendices(review: Review) -> tuple[Chapter, ...]:
    """Return the appendices on models and on data; one without any KPI is left out."""
    models = [one for one in review.kpis if one.definition.chapter in _ABOUT_MODELS]
    others = [one for one in review.kpis if one.definition.chapter not in _ABOUT_MODELS]
    found = (
        _chapter("appendix_models", "Appendix: models", models),
        _chapter("appendix_data", "Appendix: data", others),
    )
    return tuple(
        chapter for chapter, records in zip(found, (models, others), strict=True) if records
    )


def _chapter(name: str, title: str, records: Sequence[KpiRecord]) -> Chapter:
    blocks = (_weeks(records), _to_date(records), _limits(records), Note((_SUMS,)))
    return Chapter(name, title, blocks)


def _weeks(records: Sequence[KpiRecord]) -> Table:
    columns = (
        *(Column("KPI", width=2.2), Column("Week from", width=1.2), Column("Value", "right", 1.2)),
        *(Column("Numerator", "right"), Column("Denominator", "right"), Column("n", "right", 0.8)),
        *(Column("Days", "right", 0.6), Column("Expected", "right", 0.8)),
    )
    rows = tuple(_week(one, reading) for one in records for reading in one.readings.weeks)
    return Table("Six weeks and what they are made of", columns, rows)


def _week(record: KpiRecord, reading: Reading) -> tuple[Cell, ...]:
    return (
        record.definition.title,
        reading.period.start,
        _value(reading, record),
        _number(reading.numerator),
        _number(reading.denominator),
        Quantity(reading.n, "count"),
        Quantity(reading.days_present, "rows"),
        Quantity(reading.days_expected, "rows"),
    )


def _to_date(records: Sequence[KpiRecord]) -> Table:
    columns = (
        Column("KPI", width=2.0),
        *(Column("Month to date", "right"), Column("vs year ago", "right")),
        *(Column("Quarter to date", "right"), Column("vs year ago", "right")),
        *(Column("Fiscal year to date", "right"), Column("vs year ago", "right")),
    )
    rows = tuple(_sums(record) for record in records)
    return Table("To date, and against the same dates a year earlier", columns, rows)


def _sums(record: KpiRecord) -> tuple[Cell, ...]:
    found = record.readings
    cells: list[Cell] = [record.definition.title]
    for span in (found.mtd, found.qtd, found.ytd):
        cells += [_value(span.reading, record), _change(span.yoy)]
    return tuple(cells)


def _limits(records: Sequence[KpiRecord]) -> Table:
    columns = (
        *(Column("KPI", width=2.0), Column("Limits"), Column("Weeks", "right", 0.7)),
        *(Column("Centre", "right"), Column("Lower", "right"), Column("Upper", "right")),
        Column("Autocorrelation", "right", 1.1),
    )
    return Table("Limits in force", columns, tuple(_limit(record) for record in records))


def _limit(record: KpiRecord) -> tuple[Cell, ...]:
    title, normal = record.definition.title, record.normal
    if normal is None or normal.standing == "none":
        return (title, _STANDINGS["none"], None, None, None, None, None)
    return (
        title,
        _STANDINGS[normal.standing],
        Quantity(normal.baseline_weeks, "rows"),
        *_newest(normal, record.definition.unit),
        _number(normal.autocorrelation),
    )


def _newest(normal: NormalRange, unit: str) -> tuple[Cell, ...]:
    bounds = (normal.centre, normal.lower, normal.upper)
    last = (one[-1] if one else None for one in bounds)
    return tuple(None if value is None else Quantity(value, unit) for value in last)


def _value(reading: Reading, record: KpiRecord) -> Quantity:
    unit = record.definition.unit
    return Quantity(reading.value, unit, "value", reading.status, reading.reason)


def _change(change: Change) -> Cell:
    return None if change.value is None else Quantity(change.value, change.unit, "change")


def _number(value: float | None) -> Cell:
    return None if value is None else Quantity(value, "number")

"""The versions of a model side by side."""

from reports.chapters.model.words import words_of
from reports.values.charts import Datum, DotInterval, DotRow, SmallMultiples, SmallPanel
from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.measure import Measure
from reports.values.models import Models, ModelUse, VersionUse


def version_blocks(use: ModelUse, models: Models) -> list[Block]:
    """Return answers that count by version and by week, and what each version costs and takes."""
    known = [one for one in use.versions if one.right.value is not None]
    blocks: list[Block] = []
    if len(known) > 1:
        blocks.append(_dots(use, known, models))
    if known:
        blocks += [_weeks(use, known, models), _table(use, models)]
    return blocks


def _dots(use: ModelUse, known: list[VersionUse], models: Models) -> DotInterval:
    rows = tuple(
        DotRow(one.version, Datum(one.right.value, one.right.n), one.right.interval)
        for one in known
    )
    return DotInterval(
        words_of(models).by_version.format(name=use.name),
        "Share of answers with a known outcome, with 95 % interval, whatever days each ran on",
        "share",
        rows,
        period=models.period,
        better="higher",
        zero=False,
    )


def _weeks(use: ModelUse, known: list[VersionUse], models: Models) -> SmallMultiples:
    return SmallMultiples(
        words_of(models).by_week.format(name=use.name),
        "Share of answers with a known outcome; weeks without the version are missing",
        "share",
        tuple(SmallPanel(one.version, one.weeks) for one in known),
    )


def _table(use: ModelUse, models: Models) -> Table:
    columns = (
        TableColumn("Version", width=1.8),
        TableColumn("Since", "right", width=1.3),
        TableColumn("Answers", "right"),
        TableColumn("Outcomes", "right"),
        TableColumn(words_of(models).column, "right"),
        TableColumn("Errors", "right"),
        TableColumn("Median", "right"),
        TableColumn("One in 20 over", "right"),
        TableColumn("Cost each", "right"),
    )
    caption = (
        (
            "The last four weeks; intervals are those of the chart. Errors are requests that did "
            "not end well. Versions are never added up."
        ),
    )
    title = f"Versions in numbers: {use.name}"
    return Table(title, columns, tuple(map(_row, use.versions)), caption)


def _row(one: VersionUse) -> tuple[Cell, ...]:
    name = f"{one.version} ({one.release})" if one.release else one.version
    return (
        name,
        one.since,
        Quantity(one.counts.predictions, "count"),
        Quantity(one.counts.labelled, "count"),
        *map(_cell, (one.right, one.failed, one.p50, one.p95, one.cost)),
    )


def _cell(measure: Measure | None) -> Cell:
    known = measure is not None and measure.value is not None
    return Quantity(measure.value, measure.unit) if measure and known else None

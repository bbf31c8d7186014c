"""Suites of evaluations: whether the newest version solves the tasks that the one before solved."""

from reports.values.document import Block, Cell, Prose, Quantity, Span, Table, TableColumn
from reports.values.measure import Standing
from reports.values.service import Service, SuiteUse

_WORDS: dict[Standing, str] = {
    "better": " solves more tasks than ",
    "same": " solves about as many tasks as ",
    "worse": " solves fewer tasks than ",
    "unknown": " cannot be told apart yet from ",
}


def suite_blocks(service: Service) -> list[Block]:
    """Return a sentence for each suite, and all suites in numbers."""
    told = [Prose(tuple(spans)) for use in service.suites if (spans := _sentence(use))]
    return [*told, _table(service.suites)] if told else []


def _sentence(use: SuiteUse) -> list[Span]:
    found = use.comparison
    before, after = found.before, found.after
    if before.value is None or after.value is None:
        return []
    named = f"In suite {found.suite}, {use.model} {use.after}{_WORDS[found.standing]}{use.before}: "
    told: list[Span] = [named, Quantity(after.value, "share"), " of ", Quantity(after.n, "count")]
    told += [" against ", Quantity(before.value, "share"), " of ", Quantity(before.n, "count")]
    if found.pairing != "paired":
        return [*told, ", on different tasks."]
    told += [". Of the same tasks ", Quantity(len(found.gained), "count"), " were won and "]
    return [*told, Quantity(len(found.lost), "count"), " lost."]


def _table(suites: tuple[SuiteUse, ...]) -> Table:
    columns = (
        TableColumn("Suite", width=1.6),
        TableColumn("Tasks", "right"),
        TableColumn("Before", "right"),
        TableColumn("Now", "right"),
        TableColumn("Difference", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Unsteady", "right"),
        TableColumn("Beyond noise"),
    )
    caption = (
        (
            "Runs of the last four weeks. Before and now are mean shares of runs that passed; the "
            "difference counts tasks by most of their runs. Beyond noise: McNemar's exact test "
            "at 5 %. Unsteady tasks passed in some runs and failed in others."
        ),
    )
    return Table("Suites of evaluations", columns, tuple(map(_row, suites)), caption)


def _row(use: SuiteUse) -> tuple[Cell, ...]:
    found = use.comparison
    gap = found.difference
    return (
        found.suite,
        Quantity(gap.n, "count"),
        None if found.before.value is None else Quantity(found.before.value, "share"),
        None if found.after.value is None else Quantity(found.after.value, "share"),
        _bps(gap.value),
        _bps(gap.interval.low if gap.interval else None),
        _bps(gap.interval.high if gap.interval else None),
        Quantity(len(found.flaky), "count"),
        "yes" if found.standing in {"better", "worse"} else "no",
    )


def _bps(value: float | None) -> Cell:
    return None if value is None else Quantity(value * 10_000, "bps", "change")

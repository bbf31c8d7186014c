"""Funnels of a product: the tables they rest on, and how far people got."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from reports.catalog import with_arguments
from reports.stages.material import Desk, Shelf
from reports.usage.funnels import Row, passage, segment_of, stages
from reports.values.calendar import Period, epoch_day
from reports.values.fact import FactTable
from reports.values.query import Query, Reads
from reports.values.usage import FunnelSegment, FunnelUse
from reports.values.workspace import Funnel

MOST_STEPS = 6
_DAY_S = 86_400
_BEFORE_WEEKS = 4


def gather_funnels(desk: Desk, weeks: Sequence[Period]) -> None:
    """Ask for every funnel of the product, week by week, and by dimension for the last."""
    for funnel in desk.job.product.funnels:
        query = bound_funnel(desk.queries["funnel"].query, funnel)
        if desk.ask(funnel_key(funnel), query, weeks):
            cuts = desk.job.product.dimensions
            for dimension in (cut for cut in cuts if desk.can_ask(query, cut)):
                desk.ask(funnel_key(funnel, dimension), query, (desk.job.week,), dimension)


def bound_funnel(query: Query, funnel: Funnel) -> Query:
    """Return the query of a funnel: its steps and its window."""
    names = (*funnel.steps, *[""] * (MOST_STEPS - len(funnel.steps)))
    steps = {f"step_{number}": name for number, name in enumerate(names, start=1)}
    windowed = replace(query, reads=Reads("cohort", funnel.window_days))
    return with_arguments(windowed, window_s=funnel.window_days * _DAY_S, **steps)


def funnel_uses(shelf: Shelf, weeks: Sequence[Period]) -> tuple[FunnelUse, ...]:
    """Return the funnels that anybody entered."""
    uses = (_use(shelf, funnel, weeks) for funnel in shelf.job.product.funnels)
    return tuple(use for use in uses if use is not None)


def _use(shelf: Shelf, funnel: Funnel, weeks: Sequence[Period]) -> FunnelUse | None:
    steps = len(funnel.steps)
    by_week = funnel_rows(shelf.table(funnel_key(funnel)), "start")
    history = [passage(by_week.get(epoch_day(week.start), ()), steps) for week in weeks]
    if not history[-1].reached[0] and not history[-1].still_open:
        return None
    week, window = shelf.job.week, funnel.window_days
    return FunnelUse(
        name=funnel.name,
        window_days=window,
        entered=week.shifted(-window),
        stages=stages(funnel.steps, history),
        open_entries=history[-1].still_open,
        before=Period(
            week.start - (week.end - week.start) * _BEFORE_WEEKS, week.start, "rolling"
        ).shifted(-window),
        segments=tuple(_segments(shelf, funnel)),
    )


def _segments(shelf: Shelf, funnel: Funnel) -> list[FunnelSegment]:
    """Return the segments with entries enough to be shown."""
    least = shelf.job.workspace.minimum_cell
    found = [
        segment_of(dimension, str(name), passage(rows, len(funnel.steps)))
        for dimension in shelf.job.product.dimensions
        for name, rows in sorted(
            funnel_rows(shelf.table(funnel_key(funnel, dimension)), "segment").items()
        )
    ]
    return [one for one in found if one.entries >= least]


def funnel_rows(table: FactTable | None, key: str) -> dict[int | str, list[Row]]:
    """Return the rows of a funnel by start or segment."""
    found: dict[int | str, list[Row]] = defaultdict(list)
    if table is None or not table.rows:
        return found
    names = (key, "still_open", "step", "bucket", "users")
    places = [table.columns.index(name) for name in names]
    for row in table.rows:
        group, *cells = (row[at] for at in places)
        found[cast("int | str", group)].append(cast("Row", tuple(cells)))
    return found


def funnel_key(funnel: Funnel, dimension: str = "") -> str:
    """Return the key under which a funnel's table is asked for."""
    return f"usage.funnel.{funnel.name}" + (f".{dimension}" if dimension else "")

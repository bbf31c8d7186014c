"""Periods bound to rows: an expression where they are apart, a join where they overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.values.calendar import Period, epoch_day
from reports.values.query import Reads
from reports.warehouse.dialect import Dialect, choose
from reports.warehouse.instants import Span


@dataclass(frozen=True, slots=True)
class Window:
    """The days a query reads for the period of an index, and the period's own days."""

    index: int
    low: int | None
    high: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PeriodBinding:
    """How rows `r` with a `day` get their period.

    `heavy` tells that the expression repeats `day` often.
    """

    period: str
    join: str = ""
    in_period: str = ""
    condition: str = ""
    heavy: bool = False


def windows_of(periods: Sequence[Period], reads: Reads) -> tuple[Window, ...]:
    """Return what a query reads for each period.

    Units: epoch days, half-open.
    """
    windows = []
    for index, period in enumerate(periods):
        start, end = epoch_day(period.start), epoch_day(period.end)
        low: int | None = start
        high = end
        if reads.window == "history":
            low = None
        elif reads.window == "trailing":
            low = end - reads.days
        elif reads.window == "cohort":
            start, end = start - reads.days, end - reads.days
            low = start
        elif reads.window == "lookback":
            low = start - reads.days
        elif reads.window == "lookahead":
            high = end + reads.days
        windows.append(Window(index, low, high, start, end))
    return tuple(windows)


def span_of(windows: Sequence[Window]) -> Span:
    """Return the one range of days that covers all windows."""
    lows = [window.low for window in windows]
    low = None if None in lows else min(day for day in lows if day is not None)
    return Span(low, max(window.high for window in windows))


def bind_periods(dialect: Dialect, windows: Sequence[Window], *, widened: bool) -> PeriodBinding:
    """Return the binding of rows to periods; `widened` windows tell `in_period` apart."""
    if len(windows) == 1 and not widened:
        # The rows are filtered by the span, which is this window.
        return PeriodBinding(str(windows[0].index))
    ordered = sorted(windows, key=lambda window: window.start)
    apart = all(left.end <= right.start for left, right in pairwise(ordered))
    if widened or not apart:
        return _join(dialect, windows, widened=widened)
    return _apart(dialect, ordered)


def _apart(dialect: Dialect, ordered: Sequence[Window]) -> PeriodBinding:
    """Return arithmetic for each stretch of equal periods, in a balanced tree of CASE.

    Days in no period are left out.
    """
    pairs: list[tuple[int, str]] = []
    end = ordered[0].start
    for stretch in _stretches(ordered):
        if end < stretch[0].start:
            pairs.append((end, "NULL"))
        pairs.append((stretch[0].start, _index(dialect, stretch)))
        end = stretch[-1].end
    period = choose("r.day", pairs)
    gaps = any(value == "NULL" for _, value in pairs)
    condition = f"({period}) IS NOT NULL" if gaps else ""
    return PeriodBinding(period, condition=condition, heavy=len(pairs) > 1)


def _stretches(ordered: Sequence[Window]) -> list[list[Window]]:
    """Return the runs of periods that follow each other, equally long and numbered in turn."""
    found = [[ordered[0]]]
    for window in ordered[1:]:
        first, last = found[-1][0], found[-1][-1]
        follows = (last.end, last.index + 1) == (window.start, window.index)
        if follows and window.end - window.start == first.end - first.start:
            found[-1].append(window)
        else:
            found.append([window])
    return found


def _index(dialect: Dialect, stretch: Sequence[Window]) -> str:
    """Return the index of the period that a day of a stretch lies in."""
    first, days = stretch[0], stretch[0].end - stretch[0].start
    if len(stretch) == 1:
        return str(first.index)
    # Counting from before the first period adds its index.
    since = f"r.day - {first.start - first.index * days}"
    return dialect.whole(since, days) if days > 1 else since


def _join(dialect: Dialect, windows: Sequence[Window], *, widened: bool) -> PeriodBinding:
    """Return a join on slots: the stretches of days between the bounds of all windows.

    An equality join on few slots costs a fraction of a join on ranges.
    """
    bounds = sorted(
        {
            day
            for window in windows
            for day in (window.low, window.high, window.start, window.end)
            if day is not None
        }
    )
    slots = [(None, bounds[0]), *pairwise(bounds)]
    rows = [
        (slot, window.index, int(low is not None and window.start <= low and high <= window.end))
        for slot, (low, high) in enumerate(slots)
        for window in windows
        if high <= window.high and (window.low is None or (low is not None and window.low <= low))
    ]
    table = dialect.rows_table(("slot", "period", "in_period"), rows)
    join = f"JOIN {table} AS spans ON spans.slot = {_slot(bounds)}"
    in_period = "spans.in_period" if widened else ""
    return PeriodBinding("spans.period", join, in_period, heavy=True)


def _slot(bounds: Sequence[int]) -> str:
    first, last = bounds[0], bounds[-1]
    if last - first == len(bounds) - 1:
        return f"CASE WHEN r.day < {first} THEN 0 ELSE r.day - {first - 1} END"
    pairs = [(first - 1, "0"), *((day, str(k + 1)) for k, day in enumerate(bounds))]
    return f"({choose('r.day', pairs)})"

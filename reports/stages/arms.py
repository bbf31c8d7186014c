"""Experiments behind bets: their arms are asked for as tables, and read as effects."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import sqrt
from typing import cast

from reports.catalog import arms
from reports.retrospectives.experiments import Arm, lift, sequence, split
from reports.stages.evidence import parts_of
from reports.stages.material import Desk, Shelf
from reports.values.bet import Bet
from reports.values.calendar import Period
from reports.values.job import Job
from reports.values.kpi import Kpi
from reports.values.outcome import Observed
from reports.values.query import PAIR_KINDS, Query

# Verdicts are told for so long, so arms are read for so long.
TOLD_FOR = timedelta(weeks=8)
TUNED_FOR = 5000
FEWEST_USERS = 30
_Z = 1.96

Row = Mapping[str, float]


def gather_arms(desk: Desk) -> None:
    """Ask for the arms of each experiment's KPI and guardrails."""
    job = desk.job
    kpis = {kpi.name: kpi for kpi in desk.extraction.kpis}
    if not desk.has("exposures"):
        return
    for bet in job.workspace.records.bets:
        period = window_of(bet, job)
        if bet.basis != "experiment" or period is None or not _concerns(bet, job):
            continue
        for name in dict.fromkeys((bet.kpi, *(one.kpi for one in bet.guardrails))):
            query = _query(name, bet, kpis)
            if query is not None and desk.can_ask(query):
                desk.ask(_key(bet, name), query, (period,))


def window_of(bet: Bet, job: Job) -> Period | None:
    """Return the days from when a bet was written to its review, as far as they are over."""
    end = min(bet.review_on + timedelta(days=1), job.week.end)
    told = bet.review_on > job.week.last_day - TOLD_FOR
    return Period(bet.written_on, end, "rolling") if told and bet.written_on < end else None


def observe_arms(shelf: Shelf, bet: Bet, name: str) -> Observed | None:
    """Return the relative effect of an experiment on a KPI; a broken split makes it unreadable."""
    found = dict(_rows(shelf, bet, name))
    others = [variant for variant in found if variant != bet.control]
    period = window_of(bet, shelf.job)
    if bet.control not in found or len(others) != 1 or period is None:
        return None
    control, treatment = found[bet.control], found[others[0]]
    if min(control["users"], treatment["users"]) < FEWEST_USERS:
        return None
    users = int(control["users"] + treatment["users"])
    effect = _effect(control, treatment, is_ratio=_is_ratio(shelf, name))
    if effect is None:
        return None
    value, error = effect
    gate = _split(bet, found)
    return Observed(
        value, value - _Z * error, value + _Z * error, users, period, "experiment", gate
    )


def visible_so_far(observed: Observed) -> float:
    """Return the half-width of an interval that may be looked at every week."""
    error = observed.half_width / _Z
    return sequence(observed.value, error, observed.n, tuned_for=TUNED_FOR).half_width


def _concerns(bet: Bet, job: Job) -> bool:
    return not bet.products or job.product.name in bet.products


def _key(bet: Bet, name: str) -> str:
    return f"bets.arms.{bet.name}.{name}"


def _query(name: str, bet: Bet, kpis: Mapping[str, Kpi]) -> Query | None:
    parts = parts_of(kpis[name], dict(kpis)) if name in kpis else ()
    queries = [part.query for part in parts if part.query is not None]
    if not queries:
        return None
    return arms(queries[0], queries[1] if len(queries) > 1 else None, bet.subject)


def _is_ratio(shelf: Shelf, name: str) -> bool:
    """Tell whether a KPI divides by something else than people, whose mean is per user."""
    kpis = {kpi.name: kpi for kpi in shelf.extraction.kpis}
    parts = [part.query for part in parts_of(kpis[name], kpis) if part.query is not None]
    if len(parts) == 2:
        return parts[1].kind != "distinct"
    return bool(parts) and parts[0].kind in PAIR_KINDS


def _rows(shelf: Shelf, bet: Bet, name: str) -> Iterator[tuple[str, Row]]:
    table = shelf.table(_key(bet, name))
    for row in table.rows if table is not None else ():
        cells = dict(zip(table.columns, row, strict=True)) if table is not None else {}
        variant = str(cells.pop("variant"))
        cells.pop("segment")
        yield variant, {key: float(cast("float", value or 0)) for key, value in cells.items()}


def _split(bet: Bet, found: Mapping[str, Row]) -> str:
    """Say that users did not fall into variants as planned, or nothing."""
    planned = dict(bet.shares) or dict.fromkeys(found, 1.0)
    names = [name for name in sorted(found) if name in planned]
    counts = [int(found[name]["users"]) for name in names]
    tested = split(counts, [planned[name] for name in names])
    return "The split missed its plan, so no effect can be read." if tested.flagged else ""


def _effect(control: Row, treatment: Row, *, is_ratio: bool) -> tuple[float, float] | None:
    """Return the relative effect and its error."""
    if not is_ratio:
        pair = (_arm(control), _arm(treatment))
        if pair[0].mean <= 0:
            return None
        found = lift(*pair, adjust=min(pair[0].before, pair[1].before) > 0)
        return found.relative, found.relative_se
    old, new = _ratio(control), _ratio(treatment)
    if old is None or new is None or old[0] <= 0:
        return None
    times = new[0] / old[0]
    return times - 1, sqrt(new[1] + times**2 * old[1]) / old[0]


def _arm(row: Row) -> Arm:
    return Arm(
        int(row["users"]),
        row["done"],
        row["done_squares"],
        row["earlier"],
        row["earlier_squares"],
        row["earlier_done"],
    )


def _ratio(row: Row) -> tuple[float, float] | None:
    """Return a ratio of sums and its variance over users.

    Source: Deng et al. (2018), the delta method for ratio metrics.
    """
    n, top, base = row["users"], row["done"], row["base"]
    if base <= 0:
        return None
    value = top / base
    spread = [
        (row["done_squares"] - top * top / n) / (n - 1),
        (row["done_base"] - top * base / n) / (n - 1),
        (row["base_squares"] - base * base / n) / (n - 1),
    ]
    variance = (spread[0] - 2 * value * spread[1] + value**2 * spread[2]) / ((base / n) ** 2 * n)
    return value, variance

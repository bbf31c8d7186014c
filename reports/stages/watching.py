"""Between reviews: guardrails and service levels of one day, with the KPI files of the review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import fmean

from reports.catalog import Catalog
from reports.errors import ContractError, DefinitionError
from reports.kpis.inference.proportions import Proportion, wilson
from reports.kpis.series import ByPeriod, read_all
from reports.kpis.targets.guardrails import GuardedWeek, guardrail_state
from reports.stages.extraction import wanted
from reports.store import Store
from reports.values.assessment import Coverage
from reports.values.calendar import Period, epoch_day
from reports.values.interval import Interval
from reports.values.kpi import Kpi
from reports.values.objective import GuardrailState
from reports.values.reading import Reading
from reports.values.watch import Breach, Look, Watched
from reports.values.workspace import Product, Workspace
from reports.warehouse import Warehouse

# Four weeks before the day: each weekday counts four times in what is normal.
_NORMAL_DAYS = 28
_ENOUGH_DAYS = 14


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of the watched KPIs on a day and in the days before it."""

    day: date
    kpis: Mapping[str, Kpi]
    readings: Mapping[str, ByPeriod]
    reasons: Mapping[str, str]


def watched_limits(product: Product) -> tuple[Watched, ...]:
    """Return the limits of a product: those of its objectives, then its service levels."""
    rails = [
        Watched(rail, objective.title)
        for objective in product.objectives
        for rail in objective.guardrails
    ]
    return (*rails, *(Watched(rail, "service level") for rail in product.service_levels))


def look_at_day(
    workspace: Workspace, product: Product, catalog: Catalog, day: date
) -> tuple[Look, ...]:
    """Return how each limit of a product stood on a day; nothing is kept.

    Raises: ContractError without a connection to the warehouse.
    """
    limits = watched_limits(product)
    if not limits:
        return ()
    kpis = wanted(catalog, [one.guardrail.kpi for one in limits])
    days = Period(day, day + timedelta(days=1), "day").widened(_NORMAL_DAYS).each_day()
    known = _read(workspace, product, kpis, days)
    return tuple(_look(product, one, known) for one in limits)


def report_news(looks: Sequence[Look], store: Store, *, now: datetime) -> tuple[Look, ...]:
    """Enter breaches that began or ended, and mark those looks as news; each is news once.

    A day that proves nothing, because data are missing or the interval is wide, ends no breach.
    """
    return tuple(_with_news(look, store, now) for look in looks)


def last_whole_day(product: Product, now: datetime) -> date:
    """Return the last day that was over at an instant in the product's zone."""
    return product.calendar.local_day(now) - timedelta(days=1)


def _with_news(look: Look, store: Store, now: datetime) -> Look:
    known = [
        one
        for one in store.breaches.all(look.product)
        if (one.kpi, one.source) == (look.watched.guardrail.kpi, look.watched.source)
    ]
    current = [one for one in known if one.ended_on is None and one.first_day <= look.day]
    state = look.state
    if state.status == "breached" and not current:
        # A day that a known breach covers, or that comes before one, is no news when asked again.
        if any(one.first_day <= look.day < (one.ended_on or date.max) for one in known):
            return look
        breach = Breach(
            look.product, state.kpi, look.watched.source, look.day, state.value, state.limit, now
        )
        return replace(look, news="began" if store.breaches.begin(breach) else "", since=look.day)
    if not current:
        return look
    if state.status == "kept":
        ended = store.breaches.end(current[-1], on=look.day, at=now)
        return replace(look, news="ended" if ended else "", since=current[-1].first_day)
    return replace(look, since=current[-1].first_day)


def _read(
    workspace: Workspace, product: Product, kpis: Sequence[Kpi], days: Sequence[Period]
) -> _Day:
    """Ask the warehouse for the KPIs by day; one that it refuses has a reason instead."""
    facts, reasons = {}, {}
    with Warehouse(workspace.warehouse, product) as warehouse:
        coverage = {}
        for name, query in warehouse.day_counts().items():
            rows = warehouse.extract(query, days)
            counts = {d: int(n) for d, n in zip(rows.start, rows.first, strict=True) if n}
            coverage[name] = Coverage(name, counts, product.relations[name].weekdays)
        if "events" in coverage:
            coverage["first_seen"] = replace(coverage["events"], relation="first_seen")
        for kpi in kpis:
            if kpi.query is None:
                continue
            problem = warehouse.can_answer(kpi.query)
            try:
                if problem is None:
                    facts[kpi.name] = warehouse.extract(kpi.query, days)
            except (ContractError, DefinitionError) as error:
                warehouse.require_connection()
                problem = error
            if problem is not None:
                reasons[kpi.name] = problem.what
    able = [kpi for kpi in kpis if _is_able(kpi, facts)]
    readings = read_all(able, facts, coverage, days)
    return _Day(days[-1].start, {kpi.name: kpi for kpi in able}, readings, reasons)


def _is_able(kpi: Kpi, facts: Mapping[str, object]) -> bool:
    return kpi.name in facts or (kpi.query is None and all(name in facts for name in kpi.operands))


def _look(product: Product, watched: Watched, known: _Day) -> Look:
    name = watched.guardrail.kpi
    kpi = known.kpis.get(name)
    if kpi is None:
        reason = known.reasons.get(name, "it cannot be computed")
        state = GuardrailState(
            name, watched.guardrail.limit, None, None, None, "unknown", 0, reason
        )
        return Look(product.name, known.day, watched, state)
    series = sorted(known.readings[name].items(), key=lambda item: epoch_day(item[0].start))
    *before, (_, reading) = series
    values = [one.value for _, one in before if one.status == "ok" and one.value is not None]
    enough = len(values) >= _ENOUGH_DAYS
    guarded = GuardedWeek(
        better=kpi.better,
        reading=_known(reading),
        interval=_interval(kpi, reading),
        centre=fmean(values) if enough else None,
        reason="" if enough else f"fewer than {_ENOUGH_DAYS} days before it",
    )
    told = replace(watched, title=kpi.title, unit=kpi.unit)
    return Look(product.name, known.day, told, guardrail_state(watched.guardrail, guarded))


def _known(reading: Reading) -> Reading:
    """Return a reading that has a reason wherever it has no value."""
    if reading.value is not None or reading.reason:
        return reading
    return replace(reading, reason="the day has no value")


def _interval(kpi: Kpi, reading: Reading) -> Interval | None:
    """Return the interval of a share; of other kinds the value alone decides."""
    if kpi.unit != "share" or reading.numerator is None or reading.denominator is None:
        return None
    if reading.value is None or not 0 <= reading.numerator <= reading.denominator == reading.n:
        return None
    return wilson(Proportion(reading.numerator, reading.n))

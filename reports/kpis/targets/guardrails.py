"""Whether a KPI stayed within what its guardrail allows."""

from dataclasses import dataclass

from reports.values.interval import Interval
from reports.values.kpi import Better
from reports.values.objective import Guardrail, GuardrailState, GuardrailStatus
from reports.values.reading import Reading


@dataclass(frozen=True, slots=True)
class GuardedWeek:
    """A KPI's week, how sure it is, and the centre of its normal range.

    `reason` says why there is no centre.
    """

    better: Better
    reading: Reading
    interval: Interval | None = None
    centre: float | None = None
    reason: str = ""


def guardrail_state(guardrail: Guardrail, week: GuardedWeek) -> GuardrailState:
    """Return whether a week kept its guardrail.

    It is kept when all of the interval lies on the good side of the limit, breached when all of
    it lies beyond, else inconclusive: a wide interval proves no harmlessness. Without an
    interval the value decides, and the reason says so. A limit by margin lies that fraction of
    the centre away from it, on the worse side.
    """
    reading, limit = week.reading, allowed(guardrail, week)
    value, interval = reading.value, week.interval if reading.value is not None else None
    status, reason = _judge(week, limit)
    return GuardrailState(
        kpi=guardrail.kpi,
        limit=limit,
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        status=status,
        n=reading.n,
        reason="; ".join(part for part in (reason, reading.reason) if part),
    )


def allowed(guardrail: Guardrail, week: GuardedWeek) -> float | None:
    """Return the worst value allowed, or nothing where it is not known."""
    if guardrail.limit is not None or guardrail.margin is None:
        return guardrail.limit
    if week.centre is None or week.better == "none":
        return None
    room = guardrail.margin * abs(week.centre)
    return week.centre - room if week.better == "higher" else week.centre + room


def _judge(week: GuardedWeek, limit: float | None) -> tuple[GuardrailStatus, str]:
    """Return the status, and why it is unknown or how it came about."""
    value, interval = week.reading.value, week.interval
    if week.better == "none":
        return "unknown", "neither direction is worse"
    if value is None:
        return "unknown", "" if week.reading.reason else "the week has no value"
    if limit is None:
        return "unknown", week.reason or "no normal range to measure from"
    low, high = (interval.low, interval.high) if interval else (value, value)
    # Turned so that higher is better; the limit itself is still allowed.
    worst, best = (
        (low - limit, high - limit) if week.better == "higher" else (limit - high, limit - low)
    )
    status: GuardrailStatus = "kept" if worst >= 0 else "breached" if best < 0 else "inconclusive"
    return status, "" if interval else "by the value alone, it has no interval"

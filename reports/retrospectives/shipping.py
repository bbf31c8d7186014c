"""Delivery metrics: how often, how fast, how often it fails, how long until it works again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reports.values.calendar import Period
from reports.values.retrospective import Recovery, Shipping

_HOUR_S = 3600
_REWORK = "rework"


@dataclass(frozen=True, slots=True)
class Release:
    """One deployment. Units: seconds since 1970-01-01 UTC; null where it never failed."""

    release_id: str
    title: str
    kind: str
    released_s: float
    failed_s: float | None
    recovered_s: float | None


def shipping(period: Period, releases: Sequence[Release], leads_s: Sequence[float]) -> Shipping:
    """Measure the deployments of a period and the lead times of the changes in them.

    A deployment fails once, however many incidents it has; its recovery ends with the last of
    them, and one that has not recovered is listed.
    Source: the five measures of dora.dev, 2026.
    """
    failed = [one for one in releases if one.failed_s is not None]
    return Shipping(
        period=period,
        deployments=len(releases),
        per_week=len(releases) * 7 / period.days,
        changes=len(leads_s),
        lead_median_h=quantile_h(leads_s, 0.5),
        lead_p90_h=quantile_h(leads_s, 0.9),
        failed=len(failed),
        reworked=sum(one.kind == _REWORK for one in releases),
        recoveries=tuple(_recovery(one) for one in failed),
    )


def quantile_h(values_s: Sequence[float], share: float) -> float | None:
    """Return a quantile by linear interpolation, in hours.

    Source: Hyndman and Fan (1996), definition 7.
    """
    if not values_s:
        return None
    ordered = sorted(values_s)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return (ordered[low] + (ordered[high] - ordered[low]) * (place - low)) / _HOUR_S


def _recovery(one: Release) -> Recovery:
    at = datetime.fromtimestamp(one.released_s, UTC).date()
    hours = None
    if one.recovered_s is not None:
        hours = (one.recovered_s - one.released_s) / _HOUR_S
    return Recovery(one.title or one.release_id, at, hours)

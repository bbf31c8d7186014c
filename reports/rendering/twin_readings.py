"""The readings of one KPI as they stand in the JSON twin."""

from collections.abc import Mapping
from typing import Any

from reports.rendering.codec import Codec
from reports.values.calendar import Calendar, Period
from reports.values.calendar import ToDate as Grain
from reports.values.interval import Interval
from reports.values.kpi import ChangeUnit
from reports.values.reading import Change, KpiReadings, Reading, ToDate

_SERIES = ("history", "weeks", "weeks_prior_year", "months", "months_prior_year")
_FISCAL = ("fiscal_year", "fiscal_year_prior_year")
_CHANGES = ("wow", "four_weeks", "yoy")
_TO_DATE: Mapping[str, Grain] = {
    "mtd": "month_to_date",
    "qtd": "quarter_to_date",
    "ytd": "year_to_date",
}
_NOT_IN_1 = "not part of format 1"


def readings_out(readings: KpiReadings, codec: Codec) -> dict[str, Any]:
    """Lay the readings of a KPI out: the box, its bases a year earlier, and the series."""
    series = {name: getattr(readings, name) for name in _SERIES}
    series |= {name: found for name in _FISCAL if (found := getattr(readings, name))}
    to_date: dict[str, ToDate] = {name: getattr(readings, name) for name in _TO_DATE}
    return {
        "box": _box(readings, to_date, codec),
        "to_date_prior_year": {
            name: codec.encode(found.year_before, Reading) for name, found in to_date.items()
        },
        "interval": codec.encode(readings.interval, Interval | None),
        **{name: codec.encode(found, tuple[Reading, ...]) for name, found in series.items()},
    }


def readings_in(kpi: str, entry: Mapping[str, Any], week: Period, codec: Codec) -> KpiReadings:
    """Read the readings of a KPI back; what format 1 did not have is missing and says so."""
    unit, box = entry["change_unit"], entry["box"]
    to_date: dict[str, Any] = {
        name: _to_date_in(name, entry, codec) if name in box else _absent(grain, week, unit)
        for name, grain in _TO_DATE.items()
    }
    return KpiReadings(
        kpi=kpi,
        **{name: codec.decode(entry[name], tuple[Reading, ...]) for name in _SERIES},
        **{name: codec.decode(entry.get(name, []), tuple[Reading, ...]) for name in _FISCAL},
        **{name: codec.decode(box[name], Change) for name in _CHANGES},
        **to_date,
        interval=codec.decode(entry.get("interval"), Interval | None),
    )


def _box(readings: KpiReadings, to_date: Mapping[str, ToDate], codec: Codec) -> dict[str, Any]:
    changes = {name: getattr(readings, name) for name in _CHANGES}
    changes |= {f"{name}_yoy": found.yoy for name, found in to_date.items()}
    numbers = {"last_week": readings.last_week}
    numbers |= {name: found.reading for name, found in to_date.items()}
    return {
        **{name: codec.encode(found, Reading) for name, found in numbers.items()},
        **{name: codec.encode(found, Change) for name, found in changes.items()},
    }


def _to_date_in(name: str, entry: Mapping[str, Any], codec: Codec) -> ToDate:
    return ToDate(
        codec.decode(entry["box"][name], Reading),
        codec.decode(entry["to_date_prior_year"][name], Reading),
        codec.decode(entry["box"][f"{name}_yoy"], Change),
    )


def _absent(grain: Grain, week: Period, unit: ChangeUnit) -> ToDate:
    """Return an unknown to-date number; which fiscal year it would have is unknown too."""
    calendar = Calendar()
    periods = (
        calendar.to_date(grain, week.last_day),
        calendar.to_date_year_before(grain, week.last_day),
    )
    now, before = (Reading(period, None, "missing", _NOT_IN_1) for period in periods)
    return ToDate(now, before, Change(None, unit, "not_comparable", _NOT_IN_1))

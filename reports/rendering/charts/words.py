"""Numbers of charts as words: what stands beside marks and what spots say."""

from collections.abc import Iterable
from dataclasses import replace

from reports.rendering.charts.flags import mark_words
from reports.rendering.dates import month_text, period_text, short_day_text
from reports.rendering.language import gettext, ngettext
from reports.rendering.numbers import (
    amount,
    between,
    fixed,
    interval_text,
    quantity_text,
    split_unit,
)
from reports.values.calendar import Grain, Period
from reports.values.charts import Datum
from reports.values.interval import Interval
from reports.values.kpi import ChangeUnit
from reports.values.quantity import Form, Quantity
from reports.values.reading import Status

_APART = " · "


def datum_text(datum: Datum, unit: str, form: Form = "value") -> str:
    """Write a number in its unit, or why there is none."""
    return quantity_text(Quantity(datum.value, unit, form, datum.status, datum.reason))


def effect_quantity(effect: float | None, unit: str, change_unit: ChangeUnit) -> Quantity:
    """Give an effect the unit in which changes of its KPI are written.

    Example: effect_quantity(-0.012, "share", "bps") == Quantity(-120.0, "bps", "change")
    """
    if change_unit == "bps":
        return Quantity(None if effect is None else effect * 10_000, "bps", "change")
    return Quantity(effect, unit, "signed")


def size_quantity(size: float, unit: str, change_unit: ChangeUnit) -> Quantity:
    """Give the size of an effect, without a sign, the unit of its KPI's changes."""
    return replace(effect_quantity(abs(size), unit, change_unit), form="value")


def effect_text(effect: float, unit: str, change_unit: ChangeUnit) -> str:
    """Write an effect with its sign."""
    return quantity_text(effect_quantity(effect, unit, change_unit))


def bounds_text(interval: Interval | None, unit: str, form: Form = "value") -> str:
    """Write an interval with the sign that the value has, or nothing.

    Example: bounds_text(Interval(1, 2, "t", 9), "days", "signed") == "+1 to +2 days"
    """
    if interval is None:
        return ""
    if form == "value":
        return interval_text(interval.low, interval.high, unit)
    low, high = (quantity_text(Quantity(end, unit, form)) for end in (interval.low, interval.high))
    if split_unit(low)[1] == split_unit(high)[1]:
        low = split_unit(low)[0]
    return between(low, high)


def share_text(part: float | None, whole: float | None) -> str:
    """Write a part as a share of its whole, or nothing where there is none."""
    if part is None or not whole:
        return ""
    return amount(part / whole, "share")


def count_text(n: float, what: str = "n") -> str:
    """Write how many, with what they are before it.

    Example: "n 12.9k" with a no-break space
    """
    return f"{what}\N{NO-BREAK SPACE}{amount(n, 'count')}"


def start_text(period: Period) -> str:
    """Name a period by its first day, or by its month."""
    return month_text(period.start) if period.grain == "month" else short_day_text(period.start)


def span_text(periods: Iterable[Period]) -> str:
    """Write how many periods there are and what days they cover.

    Example: "26 weeks, 18 May" to "15 November 2026", with an en dash for "to"
    """
    found = sorted(periods)
    if not found:
        return ""
    grain = found[0].grain
    whole = Period(found[0].start, found[-1].end, grain)
    return f"{grains_text(len(found), grain)}, {period_text(whole)}"


def grains_text(count: int, grain: Grain) -> str:
    """Write a number of periods.

    Example: "26 weeks" with a no-break space
    """
    names = {
        "day": ngettext("day", "days", count),
        "week": ngettext("week", "weeks", count),
        "month": ngettext("month", "months", count),
        "quarter": ngettext("quarter", "quarters", count),
        "year": ngettext("year", "years", count),
    }
    name = names.get(grain) or ngettext("period", "periods", count)
    return f"{count}\N{NO-BREAK SPACE}{name}"


def state_notes(status: Status, *others: str) -> tuple[str, ...]:
    """Say what must be known of a number beside its value."""
    return (gettext("days missing") if status == "partial" else "", *others)


def joined(*parts: str) -> str:
    """Join what there is, with dots between."""
    return _APART.join(part for part in parts if part)


def told(datum: Datum, unit: str, form: Form = "value") -> str:
    """Write a number with its n and whatever must be known beside it."""
    n = count_text(datum.n) if datum.n else ""
    notes = state_notes(datum.status, mark_words(datum.mark))
    return joined(datum_text(datum, unit, form), n, *notes)


def percent_digits(share: float, places: int) -> str:
    """Write a share as the digits of its percentage, for cells below a heading that has the sign.

    Example: percent_digits(0.482, 0) == "48"
    """
    return fixed(share * 100, places)

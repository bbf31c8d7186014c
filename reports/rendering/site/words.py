"""Words of the site: names of reviews, statuses, what a definition says."""

from reports.rendering.dates import short_day_text, week_text
from reports.rendering.numbers import NONE, amount, format_change
from reports.rendering.site.history import Restatement
from reports.values.calendar import Period
from reports.values.kpi import Better, Kpi
from reports.values.ledger import ReviewKey
from reports.values.query import Kind
from reports.values.reading import Change, Status

_STATUS: dict[Status, str] = {
    "ok": "complete",
    "partial": "days missing",
    "missing": "no data",
    "insufficient": "not enough data",
    "not_comparable": "not comparable",
}
_BETTER: dict[Better, str] = {
    "higher": "higher is better",
    "lower": "lower is better",
    "none": "neither direction is better",
}
_KINDS: dict[Kind, str] = {
    "total": "sum",
    "ratio": "ratio of two sums",
    "mean": "mean",
    "distinct": "distinct count",
    "quantile": "quantile",
    "level": "level",
    "minimum": "minimum",
    "maximum": "maximum",
    "formula": "formula",
}
_UNITS = {"share": "share, in per cent", "ms": "milliseconds", "s": "seconds"}


def review_name(key: ReviewKey) -> str:
    """Name a review where its product is known.

    Example: "2026-W46 r1"
    """
    return f"{key.week_label} r{key.revision}"


def week_heading(label: str) -> str:
    """Write a week with its year.

    Example: "Week 46 of 2026", with a no-break space before the number
    """
    return f"{week_text(label)} of {label[:4]}"


def short_period(period: Period) -> str:
    """Write the days of a week below a heading that has the year.

    Example: "9" to "15 Nov", with an en dash for "to"
    """
    first, last = period.start, period.last_day
    if first.month == last.month:
        return f"{first.day}{NONE}{short_day_text(last)}"
    return f"{short_day_text(first)} {NONE} {short_day_text(last)}"


def status_words(status: Status) -> str:
    """Say how complete a number was when it was stated."""
    return _STATUS[status]


def better_words(kpi: Kpi) -> str:
    """Say which direction is better."""
    return _BETTER[kpi.better]


def kind_words(kpi: Kpi) -> str:
    """Say how readings of a KPI combine."""
    if kpi.quantile is None:
        return _KINDS[kpi.kind]
    return f"{_KINDS[kpi.kind]}: {amount(kpi.quantile, 'share')} of values lie below"


def unit_words(kpi: Kpi) -> str:
    """Name a unit in full."""
    return _UNITS.get(kpi.unit, kpi.unit)


def difference_words(restatement: Restatement, kpi: Kpi) -> str:
    """Write how far a restated number lies from the one before, as the KPI's changes are."""
    was, now = restatement.was.reading.value, restatement.now.reading.value
    if was is None or now is None or restatement.was.unit != restatement.now.unit:
        return format_change(Change(None, kpi.change, "not_comparable"))
    if kpi.change == "bps":
        return format_change(Change((now - was) * 10_000, "bps", "ok"))
    if was == 0:
        return format_change(Change(None, "percent", "not_comparable", "from zero"))
    return format_change(Change((now - was) / abs(was) * 100, "percent", "ok"))

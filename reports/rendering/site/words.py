"""Words of the site: names of reviews, statuses, what a definition says."""

from reports.rendering.dates import short_day_text, week_text
from reports.rendering.language import gettext, in_force, marked
from reports.rendering.numbers import NONE, amount, format_change
from reports.rendering.site.history import Restatement
from reports.values.calendar import Period
from reports.values.kpi import Better, Kpi
from reports.values.ledger import ReviewKey
from reports.values.query import Kind
from reports.values.reading import Change, Status

_STATUS: dict[Status, str] = {
    "ok": marked("complete"),
    "partial": marked("days missing"),
    "missing": marked("no data"),
    "insufficient": marked("not enough data"),
    "not_comparable": marked("not comparable"),
}
_BETTER: dict[Better, str] = {
    "higher": marked("higher is better"),
    "lower": marked("lower is better"),
    "none": marked("neither direction is better"),
}
_KINDS: dict[Kind, str] = {
    "total": marked("sum"),
    "ratio": marked("ratio of two sums"),
    "mean": marked("mean"),
    "distinct": marked("distinct count"),
    "quantile": marked("quantile"),
    "level": marked("level"),
    "minimum": marked("minimum"),
    "maximum": marked("maximum"),
    "formula": marked("formula"),
}
_UNITS = {
    "share": marked("share, in per cent"),
    "ms": marked("milliseconds"),
    "s": marked("seconds"),
    "count": marked("count"),
    "users": marked("users"),
    "number": marked("number"),
    "tokens": marked("tokens"),
    "days": marked("days"),
    "score": marked("score"),
}


def review_name(key: ReviewKey) -> str:
    """Name a review where its product is known.

    Example: "2026-W46 r1"
    """
    return f"{key.week_label} r{key.revision}"


def week_heading(label: str) -> str:
    """Write a week with its year.

    Example: "Week 46 of 2026", with a no-break space before the number
    """
    return gettext("{week} of {year}").format(week=week_text(label), year=label[:4])


def short_period(period: Period) -> str:
    """Write the days of a week below a heading that has the year.

    Example: "9" to "15 Nov", with an en dash for "to"
    """
    first, last = period.start, period.last_day
    if first.month == last.month:
        return f"{in_force().day_of_month.format(day=first.day)}{NONE}{short_day_text(last)}"
    return f"{short_day_text(first)} {NONE} {short_day_text(last)}"


def status_words(status: Status) -> str:
    """Say how complete a number was when it was stated."""
    return gettext(_STATUS[status])


def better_words(kpi: Kpi) -> str:
    """Say which direction is better."""
    return gettext(_BETTER[kpi.better])


def kind_words(kpi: Kpi) -> str:
    """Say how readings of a KPI combine."""
    if kpi.quantile is None:
        return gettext(_KINDS[kpi.kind])
    told = gettext("{kind}: {share} of values lie below")
    return told.format(kind=gettext(_KINDS[kpi.kind]), share=amount(kpi.quantile, "share"))


def unit_words(kpi: Kpi) -> str:
    """Name a unit in full."""
    return gettext(_UNITS.get(kpi.unit, kpi.unit))


def difference_words(restatement: Restatement, kpi: Kpi) -> str:
    """Write how far a restated number lies from the one before, as the KPI's changes are."""
    was, now = restatement.was.reading.value, restatement.now.reading.value
    if was is None or now is None or restatement.was.unit != restatement.now.unit:
        return format_change(Change(None, kpi.change, "not_comparable"))
    if kpi.change == "bps":
        return format_change(Change((now - was) * 10_000, "bps", "ok"))
    if was == 0:
        return format_change(Change(None, "percent", "not_comparable", gettext("from zero")))
    return format_change(Change((now - was) / abs(was) * 100, "percent", "ok"))

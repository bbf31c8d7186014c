"""The periods one review asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reports.values.calendar import Calendar, Period, ToDate
from reports.values.workspace import MonthView

HISTORY_WEEKS = 26
SHOWN_WEEKS = 6
SHOWN_MONTHS = 12
TO_DATE: tuple[ToDate, ...] = ("month_to_date", "quarter_to_date", "year_to_date")


@dataclass(frozen=True, slots=True)
class Spans:
    """The periods of a review, oldest first; the last of `history` is the review's week.

    Shape: `weeks` are all that limits and forecasts rest on: as far back as the months of the
    year before, and older blocks asked for as `extra`; `history` are the last of them. `to_date`
    is month, fiscal quarter and fiscal year. `fiscal_year` has twelve months where that view is
    asked for: those that are over, the running one up to the week's end, and those not begun.
    """

    history: tuple[Period, ...]
    weeks: tuple[Period, ...]
    weeks_prior_year: tuple[Period, ...]
    months: tuple[Period, ...]
    months_prior_year: tuple[Period, ...]
    to_date: tuple[Period, ...]
    to_date_prior_year: tuple[Period, ...]
    fiscal_year: tuple[Period, ...] = ()
    fiscal_year_prior_year: tuple[Period, ...] = ()
    extra: tuple[Period, ...] = ()

    @property
    def shown(self) -> tuple[Period, ...]:
        """Return every period a review states a number of, once, in order."""
        shown = {*self.history, *self.weeks_prior_year, *self._months_and_to_date}
        return tuple(sorted(shown))

    @property
    def all(self) -> tuple[Period, ...]:
        """Return every period that may be asked, once, in order."""
        return tuple(sorted({*self.weeks, *self.extra, *self.shown}))

    @property
    def days(self) -> tuple[Period, ...]:
        """Return every day of these periods, once, in order; far blocks leave a hole."""
        return tuple(day for block in _blocks(self.all) for day in block.each_day())

    @property
    def _months_and_to_date(self) -> Iterator[Period]:
        end = self.history[-1].end
        yield from (*self.months, *self.months_prior_year)
        yield from (*self.to_date, *self.to_date_prior_year)
        yield from (month for month in self.fiscal_year if month.end <= end)
        yield from self.fiscal_year_prior_year


def review_spans(
    calendar: Calendar,
    week: Period,
    *,
    month_view: MonthView = "last_twelve",
    extra: tuple[Period, ...] = (),
) -> Spans:
    """Return the periods a review of `week` asks for; none of them ends after it.

    Shape: `extra` are older weeks that hold a baseline, and the sums of cumulative targets.
    """
    last_day = week.last_day
    history = calendar.weeks_until(week, HISTORY_WEEKS)
    months = calendar.complete_months_until(week, SHOWN_MONTHS)
    before = tuple(map(calendar.month_year_before, months))
    fiscal, fiscal_before = _fiscal_year(calendar, week, month_view)
    to_date_before = tuple(calendar.to_date_year_before(grain, last_day) for grain in TO_DATE)
    first = min(period.start for period in (*before, *fiscal_before, *to_date_before))
    return Spans(
        history=history,
        weeks=_weeks(calendar, week, first, extra),
        weeks_prior_year=tuple(map(calendar.year_before, history[-SHOWN_WEEKS:])),
        months=months,
        months_prior_year=before,
        to_date=tuple(calendar.to_date(grain, last_day) for grain in TO_DATE),
        to_date_prior_year=to_date_before,
        fiscal_year=fiscal,
        fiscal_year_prior_year=fiscal_before,
        extra=extra,
    )


def _weeks(
    calendar: Calendar, week: Period, first: date, extra: Iterable[Period]
) -> tuple[Period, ...]:
    """Return the whole weeks since a day, and those among the extra periods."""
    recent = calendar.weeks_until(week, (week.end - first).days // 7)
    return tuple(sorted({*recent, *(period for period in extra if period.grain == "week")}))


def _fiscal_year(
    calendar: Calendar, week: Period, month_view: MonthView
) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Return the months of the fiscal year and of the one before, the running one to date."""
    if month_view != "fiscal_year":
        return (), ()
    last_day = week.last_day
    year, month = calendar.fiscal_year_of(last_day), calendar.fiscal_year_of(last_day).start
    months, before = [], []
    while month < year.end:
        whole = calendar.month_of(month)
        if whole.start < week.end < whole.end:
            months.append(calendar.to_date("month_to_date", last_day))
            before.append(calendar.to_date_year_before("month_to_date", last_day))
        else:
            months.append(whole)
            before.append(calendar.month_year_before(whole))
        month = whole.end
    return tuple(months), tuple(before)


def _blocks(periods: Iterable[Period]) -> Iterator[Period]:
    """Return the stretches of days that periods cover together, oldest first."""
    start: date | None = None
    end = date.min
    for period in sorted(periods):
        if start is None or period.start > end:
            if start is not None:
                yield Period(start, end, "rolling")
            start = period.start
        end = max(end, period.end)
    if start is not None:
        yield Period(start, end, "rolling")

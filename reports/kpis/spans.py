"""The periods one review asks for."""

from dataclasses import dataclass

from reports.values.calendar import Calendar, Period

HISTORY_WEEKS = 26
SHOWN_WEEKS = 6
SHOWN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Spans:
    """The periods of a review, oldest first; the last of `history` is the review's week."""

    history: tuple[Period, ...]
    weeks_prior_year: tuple[Period, ...]
    months: tuple[Period, ...]
    months_prior_year: tuple[Period, ...]

    @property
    def all(self) -> tuple[Period, ...]:
        """Return every period once, in order."""
        groups = (self.history, self.weeks_prior_year, self.months, self.months_prior_year)
        return tuple(sorted({period for group in groups for period in group}))

    @property
    def days(self) -> tuple[Period, ...]:
        """Return every day from the first period's start to the week's end."""
        first = min(period.start for period in self.all)
        return Period(first, self.history[-1].end, "day").each_day()


def review_spans(calendar: Calendar, week: Period) -> Spans:
    """Return the periods a review of `week` asks for; none ends after it."""
    history = calendar.weeks_until(week, HISTORY_WEEKS)
    months = calendar.complete_months_until(week, SHOWN_MONTHS)
    return Spans(
        history=history,
        weeks_prior_year=tuple(map(calendar.year_before, history[-SHOWN_WEEKS:])),
        months=months,
        months_prior_year=tuple(map(calendar.month_year_before, months)),
    )

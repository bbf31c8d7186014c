"""Which periods a job looks at, given where its data begin and what is written down."""

from collections.abc import Mapping
from datetime import date, timedelta

from reports.kpis.control.baseline import YEAR_WEEKS
from reports.kpis.spans import Spans, review_spans
from reports.values.calendar import Period
from reports.values.job import Job
from reports.values.objective import Target


def job_spans(job: Job, first_days: Mapping[str, date]) -> Spans:
    """Return the periods of a review, the weeks of old baselines and of sums included."""
    starts = sorted({*first_days.values(), *_rebased(job)})
    blocks = [week for day in starts for week in _baseline(job, day)]
    sums = [period for _, period in cumulative_periods(job)]
    return review_spans(
        job.product.calendar,
        job.week,
        month_view=job.product.month_view,
        extra=tuple(dict.fromkeys([*blocks, *sums])),
    )


def cumulative_periods(job: Job) -> tuple[tuple[str, Period], ...]:
    """Return each KPI with a cumulative target, and the days its sum runs over so far."""
    targets = [
        (entry.kpi, entry.target)
        for objective in job.product.objectives
        for entry in objective.kpis
        if entry.target is not None and entry.target.cumulative
    ]
    return tuple((name, _so_far(target, job)) for name, target in targets if _begun(target, job))


def _so_far(target: Target, job: Job) -> Period:
    """Return the days from a target's start to the week's end, or to its own day if earlier."""
    end = min(job.week.end, target.goal.on + timedelta(days=1))
    return Period(target.path[0].on, end, "year_to_date")


def _begun(target: Target, job: Job) -> bool:
    return target.path[0].on < job.week.end


def _rebased(job: Job) -> list[date]:
    return [item.first_day for item in job.workspace.records.rebases]


def _baseline(job: Job, day: date) -> tuple[Period, ...]:
    """Return the first whole weeks from a day on that may hold a baseline, seasonal or not."""
    calendar = job.product.calendar
    week = calendar.week_of(day)
    first = week if week.start == day else week.shifted(7)
    weeks = (first.shifted(7 * number) for number in range(2 * YEAR_WEEKS))
    return tuple(week for week in weeks if week.end <= job.week.end)

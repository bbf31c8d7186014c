"""Backfills: many weeks of past reviews, planned from the ledger, read at once, rendered apart.

Weeks are composed oldest first, because each may look at the ledger before it; rendering fans
out over processes; only this process writes. What a killed backfill leaves behind is finished by
the next one: a week is published whole or not at all.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reports import pipeline
from reports.catalog import Catalog
from reports.errors import ConfigError, ReportError
from reports.rendering import render_each
from reports.stages.keeping import LEASE_S, keep_week
from reports.stages.material import Definitions
from reports.stages.planning import plan_jobs
from reports.stages.prefetch import Progress, prefetch, repeated_queries
from reports.stages.week_grid import decide, week_entries
from reports.store import open_store
from reports.values.calendar import Period
from reports.values.document import Review
from reports.values.job import Built, Extraction, Job, Outcome, Request
from reports.values.week_state import BackfillPlan, BackfillRequest, PlannedWeek
from reports.values.workspace import Product, Workspace

_AFTER_WEEK = timedelta(hours=7)

Clock = Callable[[], datetime]
NewId = Callable[[], str]
Told = Callable[[Outcome], None]


@dataclass(slots=True)
class Backfill:
    """One run over the chosen weeks; `stopping` ends it after what is being written."""

    workspace: Workspace
    request: BackfillRequest
    clock: Clock
    new_run_id: NewId
    lease_s: float = LEASE_S
    stopping: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    def plan(self) -> BackfillPlan:
        """Return the weeks with their state, and what would be done.

        Raises: ConfigError for weeks that do not exist or stand in the wrong order.
        """
        catalog = pipeline.workspace_catalog(self.workspace)
        with open_store(self.workspace.ledger_url) as store:
            store.ledger.abandon_runs(finished_at=self.clock())
            weeks = {one.name: self._labels(one) for one in self._products()}
            entries = week_entries(self.workspace, store, catalog, weeks)
        reason = bool(self.request.reason.strip())
        planned = (decide(one, self.request.selection, has_reason=reason) for one in entries)
        as_of = self.request.as_of or self.clock()
        return BackfillPlan(tuple(planned), self._repeated(catalog), as_of)

    def run(
        self, plan: BackfillPlan, *, told: Told, progress: Progress | None = None
    ) -> list[Outcome]:
        """Build the chosen weeks of a plan, telling the outcome of each."""
        for product in self._products():
            chosen = [one for one in plan.chosen if one.entry.product == product.name]
            if chosen and not self.enough:
                self._product(product, chosen, plan.as_of, told, progress)
        return self.outcomes

    @property
    def enough(self) -> bool:
        """Tell whether no further week is to be begun."""
        failures = sum(bool(one.exit_code) for one in self.outcomes)
        most = self.request.max_failures
        return self.stopping or (most > 0 and failures >= most)

    def _repeated(self, catalog: Catalog) -> Mapping[str, int]:
        """Count the queries that cannot be asked once for all weeks."""
        if not self.request.as_of_schedule:
            return {}
        return {
            one.name: repeated_queries(self.workspace, one, catalog) for one in self._products()
        }

    def _products(self) -> tuple[Product, ...]:
        name = self.request.product
        found = tuple(one for one in self.workspace.products if name in ("", one.name))
        if not found:
            known = ", ".join(one.name for one in self.workspace.products)
            raise ConfigError(f"no product {name!r}", where="--product", expected=known, got=name)
        return found

    def _labels(self, product: Product) -> list[str]:
        """Return the labels of the range, oldest first, as far as the weeks are over."""
        calendar = product.calendar
        first, last = (calendar.week(one) for one in (self.request.first, self.request.last))
        if last.start < first.start:
            raise ConfigError(
                "the range of weeks ends before it begins",
                where="--from, --to",
                expected="the older week first",
                got=f"{self.request.first} to {self.request.last}",
            )
        over = calendar.last_complete_week(self.clock())
        weeks: list[Period] = []
        week = first
        while week.start <= min(last.start, over.start):
            weeks.append(week)
            week = week.shifted(7)
        return [calendar.week_label(one) for one in weeks]

    def _product(
        self,
        product: Product,
        chosen: Sequence[PlannedWeek],
        as_of: datetime,
        told: Told,
        progress: Progress | None,
    ) -> None:
        jobs = [self._job(product, one, as_of) for one in chosen]
        weeks = [job.week for job in jobs]
        jobs = [replace(job, ahead=tuple(weeks[at + 1 :])) for at, job in enumerate(jobs)]
        definitions = pipeline.definitions_of(self.workspace)
        self._read(jobs, definitions, progress)

        def tell(outcome: Outcome) -> None:
            self.outcomes.append(outcome)
            told(outcome)

        self._build(jobs, definitions, tell)

    def _job(self, product: Product, planned: PlannedWeek, as_of: datetime) -> Job:
        """Return the job of one week, pinned to the one instant of all, or to its own."""
        calendar, entry = product.calendar, planned.entry
        if self.request.as_of_schedule:
            _, end = calendar.bounds(calendar.week(entry.week_label))
            as_of = min(end + _AFTER_WEEK, as_of)
        request = Request(
            entry.week_label, product.name, as_of, bool(entry.revision), self.request.reason
        )
        with open_store(self.workspace.ledger_url) as store:
            (job,) = plan_jobs(
                self.workspace, request, store, now=self.clock(), new_run_id=self.new_run_id
            )
        return replace(job, fresh=True, own_as_of=self.request.as_of_schedule)

    def _read(
        self, jobs: Sequence[Job], definitions: Definitions, progress: Progress | None
    ) -> int:
        with open_store(self.workspace.ledger_url) as store:
            return prefetch(jobs, definitions, store, progress=progress)

    def _build(self, jobs: Sequence[Job], definitions: Definitions, tell: Told) -> None:
        """Compose weeks in order, render them side by side as they come, publish them in order."""
        with ExitStack() as kept, _seldom_collecting():
            line = _Line(self, deque(jobs), definitions, kept, tell)
            rendered = render_each(
                line.reviews(),
                templates=pipeline.template_folders(self.workspace),
                workers=self.request.workers,
            )
            for files in rendered:
                line.publish(files)


@dataclass(slots=True)
class _Week:
    """A week that waits for its files, kept from other runs until it has them."""

    job: Job
    extraction: Extraction
    review: Review
    lease: ExitStack


@dataclass(slots=True)
class _Line:
    """The weeks of a product on their way from facts to the archive."""

    run: Backfill
    jobs: deque[Job]
    definitions: Definitions
    kept: ExitStack
    tell: Told
    composed: deque[_Week] = field(default_factory=deque)

    def reviews(self) -> Iterator[Review]:
        """Compose the next week whenever it is asked for, until enough is enough."""
        while self.jobs and not self.run.enough:
            job = self.jobs.popleft()
            lease = self.kept.enter_context(ExitStack())
            ours = lease.enter_context(keep_week(job, self.run.clock, ttl_s=self.run.lease_s))
            week = self._compose(job, lease) if ours and not self._is_there(job) else _left(job)
            if isinstance(week, _Week):
                self.composed.append(week)
                yield week.review
            else:
                lease.close()
                self.tell(week)

    def publish(self, files: Mapping[str, bytes] | ReportError) -> None:
        """Publish the oldest week that waits."""
        week = self.composed.popleft()
        with week.lease:
            self.tell(self._finished(week.job, self._published(week, files)))

    def _is_there(self, job: Job) -> bool:
        """Tell whether a week was published since the run was planned."""
        with open_store(job.workspace.ledger_url) as store:
            there = store.ledger.published(job.product.name, job.week_label)
        return there is not None and there.key.revision >= job.revision

    def _compose(self, job: Job, lease: ExitStack) -> _Week | Outcome:
        """Return a week with its review, or why it has none."""
        pipeline.begin(job, "backfill")
        now = self.run.clock()
        try:
            extraction = pipeline.read_facts(job, definitions=self.definitions)
            _, admission = pipeline.weigh(job, extraction, now=now)
            if admission.step in ("hold", "refuse"):
                return self._finished(job, pipeline.set_aside(job, admission, now=now))
            review = pipeline.write_review(job, extraction)
        except ReportError as error:
            return self._finished(job, pipeline.failed(job, error))
        with open_store(job.workspace.ledger_url) as store:
            store.marks.write(pipeline.key_of(job), review.marks)
        return _Week(job, extraction, review, lease)

    def _published(self, week: _Week, files: Mapping[str, bytes] | ReportError) -> Outcome:
        if isinstance(files, ReportError):
            return pipeline.failed(week.job, files)
        built = Built(week.job, week.extraction, week.review, files)
        try:
            return pipeline.publish_review(built, finished_at=self.run.clock())
        except ReportError as error:
            return pipeline.failed(week.job, error)

    def _finished(self, job: Job, outcome: Outcome) -> Outcome:
        pipeline.finish(job, outcome, finished_at=self.run.clock())
        return outcome


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage rarely: weeks are many frozen values, and looking takes a fifth of them."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _left(job: Job) -> Outcome:
    """Tell that another run has the week, or had it just now."""
    return Outcome(job.product.name, job.week_label, "left to another run", error="", exit_code=0)

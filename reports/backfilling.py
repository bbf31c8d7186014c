"""Backfills: many weeks of past reviews, planned from the ledger, read at once, rendered apart.

Weeks are composed oldest first, because each may look at the ledger before it; rendering fans
out over processes; only this process writes. What a killed backfill leaves behind is finished by
the next one: a week is published whole or not at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reports import pipeline
from reports.catalog import load_fact_queries
from reports.errors import ConfigError, ReportError
from reports.rendering import render_each
from reports.stages.planning import plan_jobs
from reports.stages.prefetch import Definitions, Progress, prefetch
from reports.stages.sources import SOURCES
from reports.stages.week_grid import decide, week_entries
from reports.store import open_store
from reports.values.calendar import Period
from reports.values.document import Review
from reports.values.job import Built, Extraction, Job, Outcome, Request
from reports.values.ledger import Lease
from reports.values.week_state import BackfillPlan, BackfillRequest, PlannedWeek
from reports.values.workspace import Product, Workspace

LEASE_S = 120.0
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
        return BackfillPlan(tuple(planned), {}, as_of)

    def run(
        self, plan: BackfillPlan, *, told: Told, progress: Progress | None = None
    ) -> list[Outcome]:
        """Build the chosen weeks of a plan, telling the outcome of each."""
        for product in self._products():
            chosen = [one for one in plan.chosen if one.entry.product == product.name]
            if chosen and not self._enough:
                self._product(product, chosen, plan.as_of, told, progress)
        return self.outcomes

    @property
    def _enough(self) -> bool:
        failures = sum(bool(one.exit_code) for one in self.outcomes)
        most = self.request.max_failures
        return self.stopping or (most > 0 and failures >= most)

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
        self._read(jobs, progress)
        size = max(2, 2 * self.request.workers)
        for at in range(0, len(jobs), size):
            if self._enough:
                return
            for outcome in self._chunk(jobs[at : at + size]):
                self.outcomes.append(outcome)
                told(outcome)

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
        return replace(job, fresh=True)

    def _read(self, jobs: Sequence[Job], progress: Progress | None) -> int:
        queries = load_fact_queries(pipeline.query_folders(self.workspace))
        catalog = pipeline.workspace_catalog(self.workspace)
        definitions = Definitions(catalog, queries, SOURCES)
        with open_store(self.workspace.ledger_url) as store:
            return prefetch(jobs, definitions, store, progress=progress)

    def _chunk(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Compose some weeks in order, render them side by side, publish them in order."""
        composed: list[tuple[Job, Extraction, Review]] = []
        leases: list[Lease] = []
        try:
            for job in jobs:
                lease = self._take(job)
                if lease is None:
                    yield _left(job)
                    continue
                leases.append(lease)
                outcome = self._compose(job, composed)
                if outcome is not None:
                    yield outcome
            yield from self._render(composed, leases)
        finally:
            self._give_back(leases)

    def _take(self, job: Job) -> Lease | None:
        """Take a week into work, unless it is somebody else's or was published meanwhile."""
        with open_store(self.workspace.ledger_url) as store:
            there = store.ledger.published(job.product.name, job.week_label)
            if there is not None and there.key.revision >= job.revision:
                return None
            return store.ledger.lease(
                job.product.name,
                job.week_label,
                owner=job.run_id,
                now=self.clock(),
                ttl_s=self.lease_s,
            )

    def _compose(self, job: Job, composed: list[tuple[Job, Extraction, Review]]) -> Outcome | None:
        """Add a week's review to those composed, or return why it failed."""
        pipeline.begin(job, "backfill")
        try:
            extraction = pipeline.read_facts(job)
            _, admission = pipeline.weigh(job, extraction, now=self.clock())
            if admission.step in ("hold", "refuse"):
                outcome = pipeline.set_aside(job, admission, now=self.clock())
                return self._finished(job, outcome)
            review = pipeline.write_review(job, extraction)
        except ReportError as error:
            return self._finished(job, pipeline.failed(job, error))
        with open_store(self.workspace.ledger_url) as store:
            store.marks.write(pipeline.key_of(job), review.marks)
        composed.append((job, extraction, review))
        return None

    def _render(
        self, composed: Sequence[tuple[Job, Extraction, Review]], leases: list[Lease]
    ) -> Iterator[Outcome]:
        rendered = render_each(
            [review for _, _, review in composed],
            templates=pipeline.template_folders(self.workspace),
            workers=self.request.workers,
        )
        for (job, extraction, review), files in zip(composed, rendered, strict=True):
            self._renew(leases)
            yield self._finished(job, self._publish(job, extraction, review, files))

    def _publish(
        self,
        job: Job,
        extraction: Extraction,
        review: Review,
        files: Mapping[str, bytes] | ReportError,
    ) -> Outcome:
        if isinstance(files, ReportError):
            return pipeline.failed(job, files)
        built = Built(job, extraction, review, files)
        try:
            return pipeline.publish_review(built, finished_at=self.clock())
        except ReportError as error:
            return pipeline.failed(job, error)

    def _finished(self, job: Job, outcome: Outcome) -> Outcome:
        pipeline.finish(job, outcome, finished_at=self.clock())
        return outcome

    def _renew(self, leases: list[Lease]) -> None:
        """Keep the weeks of this chunk ours while it is being worked on."""
        with open_store(self.workspace.ledger_url) as store:
            for lease in leases:
                store.ledger.renew(lease, now=self.clock(), ttl_s=self.lease_s)

    def _give_back(self, leases: list[Lease]) -> None:
        with open_store(self.workspace.ledger_url) as store:
            for lease in leases:
                store.ledger.release(lease)


def _left(job: Job) -> Outcome:
    """Tell that another run has the week, or had it just now."""
    return Outcome(job.product.name, job.week_label, "left to another run", error="", exit_code=0)

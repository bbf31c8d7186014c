"""A job over small tables, with a warehouse that remembers what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import databases

from reports.kpis.spans import review_spans
from reports.stages.reader import Reader
from reports.store import Store
from reports.values.calendar import Period
from reports.values.fact import FactColumns, FactSeries
from reports.values.job import Job
from reports.values.query import Query
from reports.values.workspace import Product, WarehouseSource, Workspace
from reports.warehouse import Warehouse

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
EVER = (-100_000, 100_000)


class Listening(Warehouse):
    """A warehouse that remembers the periods and dimensions it was asked for."""

    def __init__(self, source: WarehouseSource, product: Product) -> None:
        """Connect."""
        super().__init__(source, product)
        self.asked: list[tuple[str | None, tuple[Period, ...]]] = []

    def extract(
        self,
        query: Query,
        periods: Sequence[Period],
        *,
        dimension: str | None = None,
        as_of: datetime | None = None,
    ) -> FactColumns:
        """Remember what is asked, and answer it."""
        self.asked.append((dimension, tuple(periods)))
        return super().extract(query, periods, dimension=dimension, as_of=as_of)


@dataclass(frozen=True, slots=True)
class Desk:
    """A job with its warehouse and store."""

    job: Job
    warehouse: Listening
    store: Store

    def at(self, label: str, **changes: object) -> "Desk":
        """Return the desk for another week, or with other changes of its job."""
        week = self.job.product.calendar.week(label)
        return replace(self, job=replace(self.job, week=week, week_label=label, **changes))

    def reader(self) -> Reader:
        """Return a new reader, as each run has one."""
        spans = review_spans(self.job.product.calendar, self.job.week)
        return Reader(self.job, spans, self.warehouse, self.store)

    def weeks(self, count: int) -> tuple[Period, ...]:
        """Return weeks that end with the job's."""
        return self.job.product.calendar.weeks_until(self.job.week, count)

    def stored(self, series: FactSeries) -> FactColumns:
        """Return all facts of a series."""
        return self.store.facts.load([series], start=EVER[0], end=EVER[1])[series]

    def heard(self) -> list[tuple[str | None, int]]:
        """Return the dimension and the number of periods of each statement since last asked."""
        found = [(dimension, len(periods)) for dimension, periods in self.warehouse.asked]
        self.warehouse.asked.clear()
        return found


def make_job(folder: Path, product: Product, source: WarehouseSource) -> Job:
    """Return the job of the week that ends on 2026-11-15."""
    workspace = Workspace(folder, "Sample", source, (product,), folder / "archive", "")
    return Job(
        workspace=workspace,
        product=product,
        week=product.calendar.week("2026-W46"),
        week_label="2026-W46",
        as_of=NOW,
        pinned=False,
        run_id="run",
        started_at=NOW,
    )


def event(at: str, user: str = "u", **more: object) -> databases.Tables:
    """Return a row of events at noon."""
    return {"user_id": user, "occurred_at": f"{at}T12:00:00Z", "name": "used", **more}

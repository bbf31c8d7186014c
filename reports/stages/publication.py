"""The last stage: the files go into the archive, the review into the ledger."""

import platform
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from reports.errors import ArchiveError
from reports.stages.assessment import fact_bounds, used_series
from reports.stages.horizon import job_spans
from reports.store import Store
from reports.store.archive import Archive
from reports.store.recovery import clear_orphan
from reports.values.calendar import Period, epoch_day
from reports.values.document import Review
from reports.values.job import Built, Extraction, Job, Outcome
from reports.values.ledger import Lease, PublishedReading, PublishedReview, ReviewKey
from reports.values.material import TableAsk
from reports.values.reading import KpiReadings, Reading

LEASE_S = 120


def publish(built: Built, store: Store, *, finished_at: datetime) -> Outcome:
    """Archive the files of a review and enter it into the ledger.

    The archive comes first: a folder without a ledger entry is cleared by the next run, an entry
    without its folder could not be mended. A lease keeps a second run out meanwhile.
    Raises: ArchiveError when another run is publishing this week.
    """
    job = built.job
    lease = store.ledger.lease(
        job.product.name, job.week_label, owner=job.run_id, now=finished_at, ttl_s=LEASE_S
    )
    if lease is None:
        raise ArchiveError(
            f"{job.product.name} {job.week_label} is being published by another run",
            next_step=f"run again when it has ended, or after {LEASE_S} seconds",
        )
    try:
        return _publish(built, store, lease, finished_at)
    finally:
        store.ledger.release(lease)


def _publish(built: Built, store: Store, lease: Lease, finished_at: datetime) -> Outcome:
    job = built.job
    archive = Archive(job.workspace.archive)
    key = ReviewKey(job.product.name, job.week_label, job.revision)
    folder = str(archive.folder(key))
    there = store.ledger.published(job.product.name, job.week_label)
    if there is not None and there.key == key:
        return Outcome(job.product.name, job.week_label, "already published", there, folder)
    archive.sweep()
    clear_orphan(store.ledger, archive, key)
    digest = data_digest(job, built.extraction, store)
    archived = archive.publish(
        key,
        built.files,
        _manifest(job, built.review, digest),
        run=_run(job, built.extraction, finished_at),
    )
    published = PublishedReview(
        key=key,
        as_of=job.as_of,
        published_at=finished_at,
        run_id=job.run_id,
        code_version=built.review.code_version,
        data_digest=digest,
        files=archived,
    )
    store.marks.write(key, built.review.marks)
    try:
        store.ledger.publish(published, _stated(built.review), lease=lease)
    except ArchiveError:
        _withdraw(store, archive, key, lease)
        raise
    return Outcome(job.product.name, job.week_label, "published", published, folder)


def _withdraw(store: Store, archive: Archive, key: ReviewKey, lease: Lease) -> None:
    """Remove a folder that the ledger refused to enter, unless another run has the week now.

    Where the ledger does not even answer, the next run does it.
    """
    with suppress(ArchiveError):
        if store.ledger.renew(lease, now=lease.acquired_at, ttl_s=LEASE_S) is not None:
            clear_orphan(store.ledger, archive, key)


def used_periods(job: Job, extraction: Extraction) -> frozenset[Period]:
    """Return every period a review may take a fact of."""
    spans = job_spans(job, extraction.first_days)
    return frozenset(spans.all) | frozenset(spans.days)


def data_digest(job: Job, extraction: Extraction, store: Store) -> str:
    """Return the hash of all facts a review rests on."""
    start, end = fact_bounds(job, extraction)
    series, periods = used_series(extraction), used_periods(job, extraction)
    parts = [store.facts.digest(series, start=start, end=end, periods=periods)]
    parts += [_table_digest(ask, store) for _, ask in sorted(extraction.material.tables.items())]
    return parts[0] if len(parts) == 1 else sha256("\n".join(parts).encode()).hexdigest()


def _table_digest(ask: TableAsk, store: Store) -> str:
    low = min(epoch_day(period.start) for period in ask.periods)
    high = max(epoch_day(period.end) for period in ask.periods)
    return store.facts.digest([ask.series], start=low, end=high, periods=set(ask.periods))


def _manifest(job: Job, review: Review, digest: str) -> dict[str, object]:
    """Say what the review rests on; equal for equal reviews."""
    return {
        "format_version": review.format_version,
        "as_of": job.as_of.isoformat(),
        "code_version": review.code_version,
        "data": digest,
        "definitions": dict(review.definition_hashes),
        "queries": {record.definition.name: list(record.query_hashes) for record in review.kpis},
        "counts": {"kpis": len(review.kpis), "chapters": len(review.chapters)},
    }


def _run(job: Job, extraction: Extraction, finished_at: datetime) -> dict[str, object]:
    """Say where and when it was built; the only part that may differ between equal reviews."""
    return {
        "id": job.run_id,
        "started_at": job.started_at.isoformat(),
        "finished_at": finished_at.isoformat(),
        "python": platform.python_version(),
        "system": platform.system(),
        "statements": extraction.statements,
    }


def _stated(review: Review) -> list[PublishedReading]:
    """Return every number the review states, for later restatements; a month to come is none."""
    return [
        PublishedReading(
            record.definition.name,
            reading.period,
            reading.value,
            reading.status,
            reading.n,
            reading.segment,
        )
        for record in review.kpis
        for reading in dict.fromkeys(_readings(record.readings))
        if reading.period.end <= review.week.end
    ]


def _readings(known: KpiReadings) -> Iterator[Reading]:
    """Return the readings of a KPI, some of them twice."""
    yield from (*known.history, *known.weeks_prior_year)
    yield from (*known.months, *known.months_prior_year)
    yield from (*known.fiscal_year, *known.fiscal_year_prior_year)
    for to_date in (known.mtd, known.qtd, known.ytd):
        yield from (to_date.reading, to_date.year_before)

"""The ledger: what ran, what was published, which numbers were printed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from reports.errors import ArchiveError
from reports.store.database import Database
from reports.store.instants import instant_text
from reports.store.leases import Leases
from reports.store.ledger_rows import (
    file_rows,
    read_reviews,
    read_run,
    read_stated,
    reading_rows,
    review_row,
    run_row,
    stated_query,
)
from reports.store.schema import DELIVERIES, FILES, LEASES, PUBLISHED_READINGS, REVIEWS, RUNS
from reports.store.statements import insert_all
from reports.store.weekly_statements import weekly_statements_query
from reports.values.ledger import (
    Lease,
    PublishedReading,
    PublishedReview,
    ReviewKey,
    Run,
    RunState,
    StatedReading,
)


class Ledger:
    """The memory of a workspace."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database
        self._leases = Leases(database)

    def begin_run(self, run: Run) -> None:
        """Enter a run.

        Raises: ArchiveError when its id was used before.
        """
        with self._database.writing() as connection:
            connection.execute(insert(RUNS).values(run_row(run)))

    def finish_run(
        self, run_id: str, *, state: RunState, finished_at: datetime, detail: str = ""
    ) -> None:
        """Say how a run ended.

        Raises: ArchiveError when the run was never entered.
        """
        end = {"state": state, "finished_at": instant_text(finished_at), "detail": detail}
        with self._database.writing() as connection:
            done = connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(end))
            if done.rowcount != 1:
                raise ArchiveError(f"no run {run_id} to finish", where=self._database.place)

    def runs(self, *, state: RunState | None = None, limit: int = 50) -> tuple[Run, ...]:
        """Return runs, the newest first."""
        query = select(RUNS).order_by(RUNS.c.started_at.desc(), RUNS.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(RUNS.c.state == state)
        with self._database.reading() as connection:
            return tuple(read_run(row) for row in connection.execute(query).mappings())

    def published(self, product: str, week_label: str) -> PublishedReview | None:
        """Return the latest revision of a week's review, with its files."""
        latest = (
            select(REVIEWS)
            .where(REVIEWS.c.product == product, REVIEWS.c.week_label == week_label)
            .order_by(REVIEWS.c.revision.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            return next(iter(read_reviews(connection, latest)), None)

    def knows(self, key: ReviewKey) -> bool:
        """Tell whether a revision was entered."""
        query = select(REVIEWS.c.id).where(
            REVIEWS.c.product == key.product,
            REVIEWS.c.week_label == key.week_label,
            REVIEWS.c.revision == key.revision,
        )
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def reviews(self, product: str | None = None) -> tuple[PublishedReview, ...]:
        """Return all published reviews by product, week and revision."""
        query = select(REVIEWS).order_by(
            REVIEWS.c.product, REVIEWS.c.week_label, REVIEWS.c.revision
        )
        if product is not None:
            query = query.where(REVIEWS.c.product == product)
        with self._database.reading() as connection:
            return read_reviews(connection, query)

    def sent_weeks(self, product: str) -> frozenset[str]:
        """Return the weeks of which some recipient has accepted a review."""
        query = (
            select(REVIEWS.c.week_label)
            .join(DELIVERIES, DELIVERIES.c.review_id == REVIEWS.c.id)
            .where(REVIEWS.c.product == product, DELIVERIES.c.state == "accepted")
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def abandon_runs(self, *, finished_at: datetime) -> int:
        """Close runs that still count as running although nobody holds their week; count them."""
        held = select(LEASES.c.owner).where(LEASES.c.expires_at > instant_text(finished_at))
        end = {
            "state": "abandoned",
            "finished_at": instant_text(finished_at),
            "detail": "the process ended before the run did",
        }
        left = (RUNS.c.state == "running", RUNS.c.kind == "backfill", RUNS.c.id.not_in(held))
        with self._database.writing() as connection:
            return int(connection.execute(update(RUNS).where(*left).values(end)).rowcount)

    def publish(
        self,
        review: PublishedReview,
        readings: Sequence[PublishedReading],
        *,
        lease: Lease | None = None,
    ) -> None:
        """Enter a review with its files and numbers, all or nothing.

        With a lease, only while it is still held.
        Raises: ArchiveError when the revision is there already, or the lease is lost.
        """
        with self._database.writing() as connection:
            if lease is not None:
                self._leases.require(connection, lease)
            entry = insert(REVIEWS).values(review_row(review)).returning(REVIEWS.c.id)
            number = connection.execute(entry).scalar_one()
            insert_all(connection, FILES, file_rows(number, review))
            insert_all(connection, PUBLISHED_READINGS, reading_rows(number, readings))

    def published_readings(
        self, product: str, *, before_week_label: str | None = None
    ) -> tuple[StatedReading, ...]:
        """Return every number as it was stated last, in reviews of weeks before the given one."""
        query = stated_query(product, before_week_label)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            return tuple(read_stated(product, row) for row in rows)

    def weekly_statements(self, product: str) -> tuple[StatedReading, ...]:
        """Return what each review stated of whole weeks, where it differs from the one before.

        Shape: by KPI and week, in the order in which the numbers became known.
        """
        with self._database.reading() as connection:
            rows = connection.execute(weekly_statements_query(product)).mappings()
            return tuple(read_stated(product, row) for row in rows)

    def lease(
        self, product: str, week_label: str, *, owner: str, now: datetime, ttl_s: float
    ) -> Lease | None:
        """Take a week into work; null while somebody else holds it."""
        return self._leases.acquire(product, week_label, owner=owner, now=now, ttl_s=ttl_s)

    def renew(self, lease: Lease, *, now: datetime, ttl_s: float) -> Lease | None:
        """Prolong a lease; null when it was taken over."""
        return self._leases.renew(lease, now=now, ttl_s=ttl_s)

    def release(self, lease: Lease) -> None:
        """Give a week back; nothing happens when the lease was taken over."""
        self._leases.release(lease)

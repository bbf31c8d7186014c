"""Between the ledger's tables and its values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from reports.store.instants import instant_text, optional_text, read_instant
from reports.store.schema import FILES, PUBLISHED_READINGS, REDACTIONS, REVIEWS
from reports.values.calendar import Period, day_of, epoch_day
from reports.values.ledger import (
    PublishedFile,
    PublishedReading,
    PublishedReview,
    Redaction,
    ReviewKey,
    Run,
    StatedReading,
)


def run_row(run: Run) -> Mapping[str, str | None]:
    """Return the row of a run."""
    return {
        "id": run.id,
        "kind": run.kind,
        "product": run.product,
        "week_label": run.week_label,
        "as_of": instant_text(run.as_of),
        "code_version": run.code_version,
        "started_at": instant_text(run.started_at),
        "state": run.state,
        "finished_at": optional_text(run.finished_at),
        "detail": run.detail,
    }


def read_run(row: RowMapping) -> Run:
    """Return the run of a row."""
    ended = row["finished_at"]
    times = {name: read_instant(row[name]) for name in ("as_of", "started_at")}
    return Run(**{**row, **times, "finished_at": read_instant(ended) if ended else None})


def review_row(review: PublishedReview) -> Mapping[str, str | int]:
    """Return the row of a review, without the number the database gives it."""
    return {
        "product": review.key.product,
        "week_label": review.key.week_label,
        "revision": review.key.revision,
        "as_of": instant_text(review.as_of),
        "published_at": instant_text(review.published_at),
        "run_id": review.run_id,
        "code_version": review.code_version,
        "data_digest": review.data_digest,
    }


def file_rows(number: int, review: PublishedReview) -> Sequence[tuple[object, ...]]:
    """Return the rows of a review's files."""
    return [(number, one.name, one.path, one.sha256, one.size_bytes) for one in review.files]


def reading_rows(number: int, readings: Sequence[PublishedReading]) -> Sequence[tuple[object, ...]]:
    """Return the rows of published readings."""
    return [
        (number, one.kpi, one.segment, *_period_row(one.period), one.value, one.status, one.n)
        for one in readings
    ]


def read_reviews(connection: Connection, query: Select[Any]) -> tuple[PublishedReview, ...]:
    """Run a query for reviews and add their files."""
    rows = connection.execute(query).mappings().all()
    wanted = select(FILES).where(FILES.c.review_id.in_([row["id"] for row in rows]))
    files = defaultdict(list)
    for row in connection.execute(wanted.order_by(FILES.c.name)).mappings():
        file = PublishedFile(row["name"], row["path"], row["sha256"], row["size_bytes"])
        files[row["review_id"]].append(file)
    redacted = {
        row["review_id"]: Redaction(row["reason"], read_instant(row["redacted_at"]))
        for row in connection.execute(select(REDACTIONS)).mappings()
    }
    found = ((_review(row, files[row["id"]]), redacted.get(row["id"])) for row in rows)
    return tuple(replace(review, redaction=why) for review, why in found)


def stated_query(product: str, before_week_label: str | None) -> Select[Any]:
    """Select every number by the last review that printed it."""
    printed = PUBLISHED_READINGS.c
    order = func.row_number().over(
        partition_by=(
            printed.kpi,
            printed.segment,
            printed.grain,
            printed.start_day,
            printed.end_day,
        ),
        order_by=(REVIEWS.c.week_label.desc(), REVIEWS.c.revision.desc()),
    )
    joined = PUBLISHED_READINGS.join(REVIEWS, REVIEWS.c.id == printed.review_id)
    stated = (
        select(REVIEWS.c.week_label, REVIEWS.c.revision, PUBLISHED_READINGS, order.label("age"))
        .select_from(joined)
        .where(REVIEWS.c.product == product)
    )
    if before_week_label is not None:
        stated = stated.where(REVIEWS.c.week_label < before_week_label)
    last = stated.subquery()
    return (
        select(last)
        .where(last.c.age == 1)
        .order_by(last.c.kpi, last.c.segment, last.c.grain, last.c.start_day, last.c.end_day)
    )


def read_stated(product: str, row: RowMapping) -> StatedReading:
    """Return a number with the review that printed it."""
    reading = PublishedReading(
        kpi=row["kpi"],
        period=Period(day_of(row["start_day"]), day_of(row["end_day"]), row["grain"]),
        value=row["value"],
        status=row["status"],
        n=row["n"],
        segment=row["segment"],
    )
    return StatedReading(ReviewKey(product, row["week_label"], row["revision"]), reading)


def _review(row: RowMapping, files: Sequence[PublishedFile]) -> PublishedReview:
    return PublishedReview(
        key=ReviewKey(row["product"], row["week_label"], row["revision"]),
        as_of=read_instant(row["as_of"]),
        published_at=read_instant(row["published_at"]),
        run_id=row["run_id"],
        code_version=row["code_version"],
        data_digest=row["data_digest"],
        files=tuple(files),
    )


def _period_row(period: Period) -> tuple[str, int, int]:
    return period.grain, epoch_day(period.start), epoch_day(period.end)

"""What reviews stated of each week, one after another, as far as it differs."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from reports.store.schema import PUBLISHED_READINGS, REVIEWS

_STATED = ("value", "status", "n")


def weekly_statements_query(product: str) -> Select[Any]:
    """Select each number of a whole week by every review that stated another one than before.

    Reviews follow each other by what they knew, because a week can be published late.
    """
    printed = PUBLISHED_READINGS.c
    before = {
        name: func.lag(printed[name])
        .over(
            partition_by=(printed.kpi, printed.start_day, printed.end_day),
            order_by=(REVIEWS.c.as_of, REVIEWS.c.week_label, REVIEWS.c.revision),
        )
        .label(f"{name}_before")
        for name in ("review_id", *_STATED)
    }
    stated = (
        select(REVIEWS.c.as_of, REVIEWS.c.week_label, REVIEWS.c.revision, PUBLISHED_READINGS)
        .add_columns(*before.values())
        .select_from(PUBLISHED_READINGS.join(REVIEWS, REVIEWS.c.id == printed.review_id))
        .where(REVIEWS.c.product == product, printed.grain == "week", printed.segment == "all")
        .subquery()
    )
    differs = (stated.c[name].is_distinct_from(stated.c[f"{name}_before"]) for name in _STATED)
    return (
        select(stated)
        .where(or_(stated.c.review_id_before.is_(None), *differs))
        .order_by(
            *(stated.c.kpi, stated.c.start_day, stated.c.end_day),
            *(stated.c.as_of, stated.c.week_label, stated.c.revision),
        )
    )

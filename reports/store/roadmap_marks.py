"""What roadmap items were scored with in each review, so that the next can say what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import and_, delete, insert, select

from reports.store.database import Database
from reports.store.schema import ROADMAP_MARKS
from reports.values.ledger import ReviewKey
from reports.values.roadmap import Mark


class RoadmapMarks:
    """The marks of every review."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def write(self, key: ReviewKey, marks: Sequence[Mark]) -> None:
        """Enter the marks of a review that is about to be published, in place of earlier ones."""
        named = {"product": key.product, "week_label": key.week_label, "revision": key.revision}
        same = and_(*(ROADMAP_MARKS.c[name] == value for name, value in named.items()))
        with self._database.writing() as connection:
            connection.execute(delete(ROADMAP_MARKS).where(same))
            if marks:
                connection.execute(
                    insert(ROADMAP_MARKS), [{**named, **asdict(mark)} for mark in marks]
                )

    def before(self, product: str, week_label: str) -> Mapping[str, Mark]:
        """Return the marks of the last review of a week before the given one."""
        marks = ROADMAP_MARKS.c
        latest = (
            select(marks.week_label, marks.revision)
            .where(marks.product == product, marks.week_label < week_label)
            .order_by(marks.week_label.desc(), marks.revision.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            found = connection.execute(latest).first()
            if found is None:
                return {}
            query = select(ROADMAP_MARKS).where(
                marks.product == product,
                marks.week_label == found[0],
                marks.revision == found[1],
            )
            rows = connection.execute(query).mappings().all()
        names = Mark.__dataclass_fields__
        return {row["item"]: Mark(**{name: row[name] for name in names}) for row in rows}

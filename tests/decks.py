"""Workspaces of daily tables as CSV, with simple KPIs over them, and their reviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from reports import pipeline
from reports.config import load_workspace
from reports.values.document import Review
from reports.values.job import Request
from reports.values.reading import KpiReadings

LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)
DEFAULTS = """
[defaults]
unit = "count"
better = "higher"
chapter = "engagement"
"""

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Deck:
    """A workspace: rows of each table below its header, KPIs, and settings of its calendar."""

    tables: Mapping[str, Iterable[Row]]
    kpis: str
    calendar: str = ""

    def write(self, folder: Path) -> Path:
        """Write the workspace into a folder, made if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            lines = (",".join("" if cell is None else str(cell) for cell in row) for row in rows)
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
        (folder / "kpis.toml").write_text(DEFAULTS + self.kpis)
        (folder / "review.toml").write_text(self._settings())
        return folder

    def _settings(self) -> str:
        files = "\n".join(f'{name} = "{name}.csv"' for name in self.tables)
        relations = "\n".join(
            f'[products.deck.relations.{name}]\ntable = "{name}"\ncolumns = {{ day = "day" }}'
            for name in self.tables
        )
        return (
            f'title = "Deck"\n[warehouse.files]\n{files}\n[calendar]\nzone = "UTC"\n'
            f"{self.calendar}\n[products.deck]\n{relations}\n"
        )


def review_of(folder: Path, week: str) -> Review:
    """Return the review of a week, as of a time long after it."""
    workspace = load_workspace(folder, {})
    jobs = pipeline.plan(workspace, Request(week), now=LONG_AFTER, new_run_id=lambda: "run")
    return pipeline.write_review(jobs[0], pipeline.read_facts(jobs[0]))


def readings_of(review: Review) -> dict[str, KpiReadings]:
    """Return the readings of each KPI."""
    return {record.definition.name: record.readings for record in review.kpis}


def metric(name: str, relation: str, **keys: str) -> str:
    """Write a KPI: the sum of a column unless the keys say otherwise."""
    return _table(name, {"relation": relation, "aggregate": "sum", "column": "value"} | keys)


def formula(name: str, text: str, **keys: str) -> str:
    """Write a KPI that is computed from others."""
    return _table(name, {"formula": text} | keys)


def _table(name: str, keys: Mapping[str, str]) -> str:
    texts = {"title": name, "why": "It is counted."} | keys
    return f"\n[{name}]\n" + "".join(f'{key} = "{text}"\n' for key, text in texts.items() if text)


def days_between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

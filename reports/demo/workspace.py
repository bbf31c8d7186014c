"""The demo's workspace: a folder with the data and the files that a user would keep."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from reports.demo import database, story
from reports.demo.billing import build_billing
from reports.demo.evaluation import evaluations_frame
from reports.demo.inference import build_answers, predictions_frame, tools_frame
from reports.demo.labelling import feedback_frame, outcomes_frame
from reports.demo.people import accounts_frame, events_frame
from reports.demo.population import Population, build_population
from reports.demo.rivals import market_frame
from reports.demo.shipping import changes_frame, exposures_frame, releases_frame
from reports.demo.timeline import Timeline, build_timeline
from reports.demo.usage import Usage, build_usage
from reports.errors import ConfigError

Progress = Callable[[str, float], None]
Tables = Iterator[tuple[str, pd.DataFrame]]


@dataclass(frozen=True, slots=True)
class DemoPaths:
    """Where the parts of the demo lie."""

    folder: Path
    database: Path
    review: Path
    kpis: Path
    readme: Path
    iterations: Path
    comments: Path
    roadmap: Path


def build_demo(folder: Path, *, progress: Progress | None = None, scale: float = 1.0) -> DemoPaths:
    """Write the demo's workspace, always with the same content.

    `scale` thins out the users and keeps the weeks; `progress` hears what was done, and the
    share of the whole.

    Raises: ConfigError where the folder holds another workspace.
    """
    paths = DemoPaths(
        folder,
        folder / "data" / "demo.duckdb",
        folder / "review.toml",
        folder / "kpis.toml",
        folder / "README.md",
        folder / "iterations.toml",
        folder / "comments.toml",
        folder / "roadmap.toml",
    )
    written = (
        *(paths.review, paths.kpis, paths.readme),
        *(paths.iterations, paths.comments, paths.roadmap),
    )
    texts = {path: _text(path.name) for path in written}
    _refuse_other_workspace(texts)
    paths.database.parent.mkdir(parents=True, exist_ok=True)
    _write_database(paths.database, scale, progress or _silent)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return paths


def _text(name: str) -> str:
    """Read a file that every demo gets as it is."""
    return (Path(__file__).parent / "files" / name).read_text(encoding="utf-8")


def _refuse_other_workspace(texts: dict[Path, str]) -> None:
    """Keep what somebody else wrote, or changed in the demo."""
    for path, text in texts.items():
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
            raise ConfigError(
                "the demo does not overwrite a file that is not its own",
                where=path.name,
                expected="an empty folder, or an unchanged demo",
                next_step=f"choose another folder, or move {path.name} away",
            )


def _write_database(path: Path, scale: float, progress: Progress) -> None:
    """Write under a temporary name first, so that a broken build leaves no half database."""
    unfinished = path.with_suffix(".part")
    connection = database.open_empty(unfinished)
    try:
        _fill(connection, scale, progress)
    finally:
        connection.close()
    unfinished.replace(path)


def _fill(connection: duckdb.DuckDBPyConnection, scale: float, progress: Progress) -> None:
    progress("users", 0.0)
    clock = build_timeline()
    people = build_population(clock, scale)
    progress("usage", 0.1)
    usage = build_usage(clock, people)
    for done, (name, frame) in enumerate(_tables(clock, people, usage), start=1):
        progress(name, 0.2 + 0.8 * done / len(database.TABLES))
        database.write_table(connection, name, frame)
    progress("done", 1.0)


def _tables(clock: Timeline, people: Population, usage: Usage) -> Tables:
    """Yield one table after the other, so that only one is in memory."""
    yield "accounts", accounts_frame(people)
    yield "usage_events", events_frame(clock, people, usage, build_billing(clock, people))
    answers = build_answers(clock, people, usage.messages)
    model = {"model_name": story.MODEL}
    yield "model_answers", predictions_frame(people, answers).assign(**model)
    yield "answer_checks", outcomes_frame(clock, answers)
    yield "ratings", feedback_frame(clock, answers)
    yield "tool_log", tools_frame(answers)
    yield "eval_runs", evaluations_frame(clock).assign(**model)
    exposures = exposures_frame(clock, people, usage.sessions)
    yield "experiment_log", exposures.assign(experiment=story.EXPERIMENT_NAME)
    releases = releases_frame(clock)
    is_model = releases["component"] == "model"
    named = pd.Series(story.MODEL, index=releases.index).where(is_model, None)
    yield "releases", releases.assign(model_name=named)
    yield "commits", changes_frame(releases)
    yield "market_panel", market_frame(clock)


def _silent(_step: str, _share: float) -> None:
    """Say nothing."""

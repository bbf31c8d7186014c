"""A run of the demo in its parts, beside WeasyPrint alone on the finished page."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.rendering import pdf
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.rendering.pages import fill
from reports.rendering.pdf.engine import asset_fetcher, load_engine
from reports.rendering.twin import review_to_json
from reports.values.job import Built, Job, Request
from reports.values.workspace import Workspace
from tests.benchmarks.stopwatch import medians

PARTS = "A run of the demo, part by part (files are written by a process of its own)"
FILES = "One review's files, rendered in this process"
START = "Prefect's start, apart"
AS_OF = datetime.fromisoformat(DEMO_AS_OF)
EMPTY_FLOW = """
from time import perf_counter
started = perf_counter()
from prefect import flow
@flow(persist_result=False)
def nothing():
    return None
nothing()
print(perf_counter() - started)
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    """Build the demo."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder)
    return load_workspace(folder, {})


@dataclass(slots=True)
class Splits:
    """The parts of several runs, in their order."""

    times: dict[str, list[float]]

    def take(self, name: str, part: Callable[[], object]) -> object:
        """Do a part and note what it took."""
        started = perf_counter()
        value = part()
        self.times.setdefault(name, []).append(perf_counter() - started)
        return value


def plan(workspace: Workspace) -> Job:
    """Return the job of the demo's week."""
    request = Request(DEMO_WEEK, "", AS_OF)
    return pipeline.plan(workspace, request, now=AS_OF, new_run_id=lambda: "run-1")[0]


def run_once(workspace: Workspace, splits: Splits) -> None:
    """Take the demo's week through all stages."""
    job = splits.take("plan", lambda: plan(workspace))
    pipeline.begin(job, "weekly")
    splits.take("extract, nothing known", lambda: pipeline.read_facts(job))
    facts = splits.take("extract, facts there", lambda: pipeline.read_facts(job))
    review = splits.take("assess and compose", lambda: pipeline.write_review(job, facts))
    files = splits.take("render all", lambda: pipeline.render(workspace, [review])[0])
    built = Built(job, facts, review, files)
    splits.take("publish", lambda: pipeline.publish_review(built, finished_at=AS_OF))


def test_run_in_its_parts(workspace, tmp_path, record, repetitions):
    """Each stage of a run, with a ledger and an archive that are new each time."""
    splits, warm = Splits({}), Splits({})
    for turn in range(repetitions + 1):
        folder = tmp_path / str(turn)
        folder.mkdir()
        fresh = replace(
            workspace, archive=folder / "archive", ledger_url=f"sqlite:///{folder}/ledger.sqlite"
        )
        run_once(fresh, splits if turn else warm)
    for name, times in splits.times.items():
        record(PARTS, name, median(times))

    assert all(len(times) == repetitions for times in splits.times.values())


def test_files_beside_weasyprint_alone(workspace, tmp_path, record, repetitions):
    """Each format, and our PDF beside a bare call on the same page, fonts and tags."""
    job = plan(replace(workspace, ledger_url=f"sqlite:///{tmp_path}/ledger.sqlite"))
    review = pipeline.write_review(job, pipeline.read_facts(job))
    folders = pipeline.template_folders(workspace)
    environment = template_environment(folders, zone=review.zone, widths=text_widths())
    page, engine = fill(environment, "pdf/review.html", review), load_engine()

    def bare() -> bytes:
        document = engine.HTML(string=page, url_fetcher=asset_fetcher(engine))
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)

    ours, theirs, in_json, in_html = medians(
        lambda: pdf.review_to_pdf(environment, review),
        bare,
        lambda: review_to_json(review),
        lambda: review_to_html(environment, review, Faces()),
        repetitions=repetitions,
    )
    record(FILES, "json", in_json)
    record(FILES, "html, with fonts cut to size", in_html)
    record(FILES, "pdf, beside WeasyPrint alone", ours, theirs)
    record(FILES, "all, beside WeasyPrint alone", ours + in_json + in_html, theirs)


def test_start_of_prefect(tmp_path, record, repetitions):
    """A flow that does nothing, in a process of its own: import, server and all."""
    names = {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_LOGGING_LEVEL": "CRITICAL"}
    settings = {key: value for key, value in os.environ.items() if key != "PREFECT_API_URL"}
    command = [sys.executable, "-c", EMPTY_FLOW]

    def start() -> float:
        done = subprocess.run(
            command, env=settings | names, cwd=Path.cwd(), capture_output=True, check=True
        )
        return float(done.stdout.split()[-1])

    start()
    record(START, "a flow that does nothing", median(start() for _ in range(repetitions)))

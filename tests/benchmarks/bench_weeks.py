"""A backfill of the demo beside one reading of its facts and WeasyPrint alone on its pages."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import pytest

from reports import backfilling, pipeline
from reports.backfilling import Backfill
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.demo.story import WEEKS as STORY_WEEKS
from reports.rendering import review_from_json
from reports.rendering.cuts import cut
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill
from reports.rendering.pdf.engine import asset_fetcher, check_fonts_and_pango, load_engine
from reports.values.week_state import BackfillRequest
from reports.values.workspace import Workspace

GROUP = "A backfill of the demo: all of it beside one reading and WeasyPrint alone"
MEMORY = "Memory of a backfill as weeks grow (mebibytes, shown as seconds)"
BOUND = 1.25
GROWTH = 1.15
WORKERS = 2
AS_OF = datetime.fromisoformat(DEMO_AS_OF)
OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


def request_of(workspace: Workspace, weeks: int) -> BackfillRequest:
    """Ask for the last weeks of the demo."""
    calendar = workspace.products[0].calendar
    last = calendar.week(DEMO_WEEK)
    first = calendar.week_label(last.shifted(-7 * (weeks - 1)))
    return BackfillRequest(first, DEMO_WEEK, as_of=AS_OF, workers=WORKERS)


def backfill_of(workspace: Workspace, weeks: int) -> Backfill:
    """Return a backfill of the last weeks."""
    request = request_of(workspace, weeks)
    return Backfill(workspace, request, lambda: datetime.now(UTC), lambda: uuid4().hex)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    """Build the demo."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder)
    return load_workspace(folder, {})


@dataclass(slots=True)
class Reading:
    """How long the one reading of all facts took."""

    time_s: float = 0.0

    def timed(self, read):
        """Time a function that reads."""

        def go(*given, **named):
            started = perf_counter()
            found = read(*given, **named)
            self.time_s += perf_counter() - started
            return found

        return go


def pages_of(workspace: Workspace) -> Iterator[str]:
    """Give every page that was printed for the archived reviews, as HTML."""
    folders = pipeline.template_folders(workspace)
    for path in sorted(workspace.archive.rglob("review.json")):
        review = review_from_json(path.read_bytes())
        environment = template_environment(folders, zone=review.zone, widths=text_widths())
        yield fill(environment, "pdf/review.html", review)
        for edition in sorted({mail.edition for mail in review.mails} - {"full"}):
            yield fill(environment, "pdf/review.html", cut(review, edition))


def warm() -> None:
    """Make a process ready, as the children of a backfill are made ready."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    Faces().rules("")
    check_fonts_and_pango()


def print_bare(page: str) -> int:
    """Print one page with WeasyPrint alone."""
    engine = load_engine()
    size = len(engine.HTML(string=page, url_fetcher=asset_fetcher(engine)).write_pdf(**OPTIONS))
    gc.collect()
    return size


def test_weeks_beside_one_reading_and_weasyprint_alone(workspace, tmp_path, record, weeks):
    """Composing, charts, screen, mail, marks, archive and ledger are within a quarter of it."""
    fresh = replace(
        workspace, archive=tmp_path / "archive", ledger_url=f"sqlite:///{tmp_path}/ledger.sqlite"
    )
    reading = Reading()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backfilling, "prefetch", reading.timed(backfilling.prefetch))
        started = perf_counter()
        run = backfill_of(fresh, weeks)
        outcomes = run.run(run.plan(), told=lambda _: None)
        ours = perf_counter() - started
    pages = list(pages_of(fresh))
    started = perf_counter()
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=warm) as pool:
        sizes = list(pool.map(print_bare, pages))
    bare = perf_counter() - started
    record(GROUP, f"one reading of {weeks} weeks", reading.time_s)
    record(GROUP, f"WeasyPrint alone on {len(sizes)} documents", bare)
    figure = record(GROUP, f"{weeks} weeks, all of it", ours, reading.time_s + bare, BOUND)

    assert ["published"] * weeks == [one.state for one in outcomes]
    assert figure.holds


PEAK = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from reports import backfilling
from reports.config import load_workspace
from reports.rendering import review_to_json
from tests.benchmarks.bench_weeks import backfill_of
def bare(reviews, *, templates, workers):
    for review in reviews:
        yield {"review.json": review_to_json(review), "review.html": b"", "review.pdf": b"%PDF"}
if __name__ == "__main__":
    folder, weeks = Path(sys.argv[1]), int(sys.argv[2])
    backfilling.render_each = bare
    workspace = load_workspace(folder, {})
    there = folder / f"of-{weeks}"
    there.mkdir()
    workspace = replace(
        workspace, archive=there / "archive", ledger_url=f"sqlite:///{there}/ledger.sqlite"
    )
    run = backfill_of(workspace, weeks)
    run.run(run.plan(), told=lambda _: None)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak_mb(workspace: Workspace, weeks: int) -> float:
    """Return the most memory that a backfill took, in a process of its own."""
    command = [sys.executable, "-c", PEAK, str(workspace.root), str(weeks)]
    done = subprocess.run(command, cwd=Path.cwd(), capture_output=True, check=True)
    return float(done.stdout.split()[-1])


def test_memory_stays_as_weeks_grow(workspace, record, weeks):
    """Twice the weeks take hardly more memory in the process that reads, composes and writes."""
    half = min(weeks, STORY_WEEKS // 2)
    few, many = peak_mb(workspace, half), peak_mb(workspace, 2 * half)
    figure = record(MEMORY, f"{2 * half} weeks beside {half}", many, few, GROWTH)

    assert figure.holds

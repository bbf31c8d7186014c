"""Rendering in its parts, and the PDF beside WeasyPrint alone on the finished page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.rendering import pdf
from reports.rendering.charts.sparkline import sparkline
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.figures.filters import figure_filters
from reports.rendering.fonts import text_widths
from reports.rendering.pages import fill, text_of
from reports.rendering.pdf.attachments import engine_attachments
from reports.rendering.pdf.engine import asset_fetcher, load_engine
from reports.rendering.pdf.finish import finish
from reports.rendering.twin import review_to_json
from reports.values.charts import Figure
from reports.values.document import Chart, Review, Scorecard, SignalStory
from reports.values.job import Request
from tests.benchmarks.stopwatch import medians

PARTS = "Rendering the demo's review, part by part"
RATIO = "The PDF beside WeasyPrint alone: the same page, fonts and tags"
BOUND = 1.3
MOST = 3
OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
AS_OF = datetime.fromisoformat(DEMO_AS_OF)


@pytest.fixture(scope="module")
def review(tmp_path_factory) -> Review:
    """Give the review of the demo's week."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder)
    workspace = load_workspace(folder, {})
    workspace = replace(workspace, ledger_url=f"sqlite:///{folder}/ledger.sqlite")
    request = Request(DEMO_WEEK, "", AS_OF)
    job = pipeline.plan(workspace, request, now=AS_OF, new_run_id=lambda: "run-1")[0]
    return pipeline.write_review(job, pipeline.read_facts(job))


@pytest.fixture(scope="module")
def environment(review):
    """Give the environment of the shipped templates."""
    folders = [pipeline.resource_folder("templates")]
    return template_environment(folders, zone=review.zone, widths=text_widths())


def drawings(review: Review, widths: object) -> Iterator[Callable[[], object]]:
    """Give a step for each drawing of a page, with pictures that nobody has drawn before."""
    filters = figure_filters(widths)
    for block in (block for chapter in review.chapters for block in chapter.blocks):
        if isinstance(block, Scorecard):
            for row in (row for group in block.groups for row in group.rows):
                yield lambda row=row: sparkline(row.history, row.unit, row.normal, row.signal)
        elif isinstance(block, Chart):
            for panel in block.panels:
                yield lambda panel=panel: filters["weeks_months"](panel)
        elif isinstance(block, SignalStory):
            yield lambda panel=block.panel: filters["control_chart"](panel)
        elif isinstance(block, Figure):
            yield lambda block=block: filters["picture"](block)


def test_parts(review, environment, record, repetitions):
    """Twin, templates, drawings and fonts; each alone."""
    widths = text_widths()
    screen = text_of(fill(environment, "html/review.html", review))
    times = medians(
        lambda: review_to_json(review),
        lambda: [draw() for draw in drawings(review, widths)],
        lambda: fill(environment, "html/review.html", review),
        lambda: Faces().rules(screen),
        lambda: fill(environment, "pdf/review.html", review),
        repetitions=repetitions,
    )
    names = ("twin", "drawings, once each", "html: templates", "html: fonts", "pdf: templates")
    for name, time_s in zip(names, times, strict=True):
        record(PARTS, name, time_s)

    assert len(names) == len(times)


@dataclass(slots=True)
class Laps:
    """The times of parts that come one after another, over several rounds."""

    taken: dict[str, list[float]] = field(default_factory=dict)

    def take(self, name: str, part: Callable[..., Any], *given: object, **named: object) -> Any:
        """Do a part and note what it took."""
        started = perf_counter()
        value = part(*given, **named)
        self.taken.setdefault(name, []).append(perf_counter() - started)
        return value


def print_once(review: Review, page: str, twin: bytes, laps: Laps) -> int:
    """Make the PDF part by part and return how many pages it has."""
    engine = load_engine()
    fetcher = asset_fetcher(engine)
    parsed = laps.take("parse", engine.HTML, string=page, url_fetcher=fetcher)
    laid = laps.take("layout", parsed.render, **OPTIONS)
    files = laps.take("attachments", engine_attachments, engine, review, twin)
    laid.metadata.attachments.extend(files)
    finisher = partial(laps.take, "finish", finish)
    laps.take("draw, finish and write", laid.write_pdf, finisher=finisher, **OPTIONS)
    return len(laid.pages)


def test_parts_of_the_pdf(review, environment, record, repetitions):
    """Parsing, laying out, attaching, drawing and finishing."""
    page, twin, laps = fill(environment, "pdf/review.html", review), review_to_json(review), Laps()
    counts = {print_once(review, page, twin, laps) for _ in range(min(repetitions, MOST))}
    pages = counts.pop()
    for name, times in laps.taken.items():
        record(PARTS, f"pdf of {pages} pages: {name}", median(times))

    assert set() == counts


def test_pdf_beside_weasyprint_alone(review, environment, record, repetitions):
    """All that we add, from templates to the finisher, is within a third of the engine's own."""
    engine, twin = load_engine(), review_to_json(review)
    page = fill(environment, "pdf/review.html", review)

    def bare() -> bytes:
        return engine.HTML(string=page, url_fetcher=asset_fetcher(engine)).write_pdf(**OPTIONS)

    ours, theirs = medians(
        lambda: pdf.review_to_pdf(environment, review, twin=twin),
        bare,
        repetitions=min(repetitions, MOST),
    )
    figure = record(RATIO, "pdf with attachments and marks", ours, theirs, BOUND)

    assert figure.holds

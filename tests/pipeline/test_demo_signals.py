"""The planted story of the demo: what must signal in its week, and what must keep quiet."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from math import isclose
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.demo import DEMO_AS_OF, DEMO_WEEK, build_demo
from reports.demo.story import HELPED_SEGMENT, MIX_SHIFT, OUTAGE, QUIET, SLOW_MODEL
from reports.kpis.signals import Week, find_signals, judge_weeks
from reports.rendering.twin import review_to_json
from reports.values.assessment import Assessment
from reports.values.document import (
    Headline,
    Prose,
    Quantity,
    Review,
    SignalStory,
    SignalSummary,
    Table,
)
from reports.values.job import Extraction, Job, Request
from reports.values.signal import Signals
from reports.values.workspace import Workspace

pytestmark = pytest.mark.slow

AS_OF = datetime.fromisoformat(DEMO_AS_OF)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Build the demo at full size."""
    folder: Path = tmp_path_factory.mktemp("demo")
    build_demo(folder)
    return load_workspace(folder, {})


def job_of(workspace: Workspace, week: str) -> Job:
    """Return the job of a week, as known on the demo's Monday."""
    request = Request(week, "", AS_OF)
    return pipeline.plan(workspace, request, now=AS_OF, new_run_id=lambda: "run")[0]


@pytest.fixture(scope="module")
def extracted(workspace: Workspace) -> Callable[[str], Extraction]:
    """Read the facts of a week once."""
    return cache(lambda week: pipeline.read_facts(job_of(workspace, week)))


@pytest.fixture(scope="module")
def review_of(workspace: Workspace, extracted) -> Callable[[str], Review]:
    """Write the whole review of a week once."""
    return cache(lambda week: pipeline.write_review(job_of(workspace, week), extracted(week)))


@pytest.fixture(scope="module")
def judged(extracted) -> Assessment:
    """Return the last week with the weeks of every KPI."""
    assessment = extracted(DEMO_WEEK).assessment
    assert assessment is not None
    return assessment


def signals_in(workspace: Workspace, judged: Assessment, week: str) -> Signals:
    """Return the signals of an earlier week, judged by the weeks up to it."""
    calendar = judged.product.calendar
    end = calendar.week(week).end
    weekly = {
        name: tuple(reading for reading in series if reading.period.end <= end)
        for name, series in judged.weekly.items()
    }
    labels = tuple(map(calendar.week_label, calendar.weeks_until(calendar.week(week), 26)))
    around = Week(judged.product.name, labels, rebases=workspace.records.rebases)
    return find_signals(judged.kpis, weekly, judge_weeks(judged.kpis, weekly, around), around)


def test_the_quiet_stretch_signals_no_more_than_chance(workspace: Workspace, judged: Assessment):
    """In no week of it do more KPIs signal than the review says to expect."""
    calendar = judged.product.calendar
    first, last = calendar.week(QUIET.first_week), calendar.week(QUIET.last_week)
    weeks = calendar.weeks_until(last, (last.end - first.start).days // 7)
    found = [signals_in(workspace, judged, calendar.week_label(week)) for week in weeks]

    assert 12 == len(found)
    assert [] == [item for item in found if len(item.found) > item.expected_by_chance]


@pytest.mark.parametrize("planted", [OUTAGE, MIX_SHIFT, SLOW_MODEL], ids=lambda item: item.name)
def test_what_is_planted_signals_in_its_first_week(
    workspace: Workspace, judged: Assessment, planted
):
    """Every KPI that must show it does so at once, in the right direction."""
    found = signals_in(workspace, judged, planted.first_week).found
    directions = {signal.kpi: signal.direction for signal in found}

    assert dict.fromkeys(planted.kpis, planted.direction) == {
        name: directions.get(name) for name in planted.kpis
    }


def test_a_segment_that_was_helped_is_named_though_the_total_is_quiet(review_of):
    """Mobile moves beyond its own noise in the week of its release."""
    review = review_of(HELPED_SEGMENT.first_week)
    moves = [
        (move.kpi, move.dimension, move.segment)
        for move in review.signals.segment_moves
        if move.kpi in HELPED_SEGMENT.kpis and move.effect > 0
    ]

    assert ("acceptance_share", "platform", "mobile") in moves
    assert [] == [move for move in moves if move[1] == "platform" and move[2] != "mobile"]


def test_a_shift_of_the_mix_is_called_one(review_of):
    """Acceptance falls in W39 though no plan got worse."""
    review = review_of(MIX_SHIFT.first_week)
    (signal,) = [item for item in review.signals.found if item.kpi == "acceptance_share"]
    plan = next(item for item in signal.attributions if item.dimension == "plan")

    assert ("mix", "beyond_limit", "down") == (plan.verdict, signal.rule, signal.direction)
    assert plan.change == pytest.approx(sum(part.effect for part in plan.contributions))
    assert plan.change == pytest.approx((plan.mix or 0) + (plan.rate or 0))


def test_the_outage_coincides_with_the_release_that_failed(review_of):
    """The gateway stands beside the errors, and no more is said than that."""
    review = review_of(OUTAGE.first_week)
    (signal,) = [item for item in review.signals.found if item.kpi == "error_share"]

    assert any("gateway" in cause.label.lower() for cause in signal.causes)


def spans_of(value: object) -> Iterator[object]:
    """Yield every span below a block: texts, dates and quantities of sentences."""
    if isinstance(value, str | Quantity):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)


def sentences_of(review: Review) -> Iterator[object]:
    """Yield the spans of every sentence that is made for this week."""
    for block in (block for chapter in review.chapters[:3] for block in chapter.blocks):
        if isinstance(block, Headline):
            yield from spans_of((block.spans, block.deck))
        elif isinstance(block, SignalSummary):
            yield from spans_of(tuple((line.what, line.why) for line in block.lines))
        elif isinstance(block, SignalStory):
            yield from spans_of((block.title, block.sentences))


def numbers_and_texts(value: object) -> tuple[set[float], set[str]]:
    """Return every number and every text of a JSON value."""
    numbers: set[float] = set()
    texts: set[str] = set()
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            numbers.add(float(len(item)))
            stack += item
        elif isinstance(item, str):
            texts.add(item)
        elif isinstance(item, int | float):
            numbers |= {float(item), float(item) * 10_000}
    return numbers, texts


@pytest.mark.parametrize("week", [MIX_SHIFT.first_week, DEMO_WEEK])
def test_every_number_of_the_text_is_a_fact(review_of, week: str):
    """What a sentence says stands in review.json outside the sentences, at full precision."""
    review = review_of(week)
    facts = {k: v for k, v in json.loads(review_to_json(review)).items() if k != "chapters"}
    numbers, texts = numbers_and_texts(facts)
    states = [state for item in review.objectives for state in item.targets]
    rails = [state for item in review.objectives for state in item.guardrails]
    # Counts of what the facts list, and the four weeks that are the base of every split.
    numbers |= {float(sum(s.status in {"on track", "reached"} for s in states)), 4.0}
    numbers |= {float(len(states)), float(sum(s.status == "breached" for s in rails))}
    known, spans = " ".join(texts), list(sentences_of(review))

    quantities = [span for span in spans if isinstance(span, Quantity) and span.value is not None]
    assert [] == [q for q in quantities if not any(isclose(q.value, x) for x in numbers)]
    words = {word for span in spans if isinstance(span, str) for word in span.split()}
    bare = {word.strip("“”(),.:;") for word in words if re.search(r"\d", word)} - {"95", ""}
    assert [] == sorted(word for word in bare if word not in known)
    assert len(quantities) > 20


def test_usage_names_the_plan_that_the_campaign_brought(review_of):
    """In its first week the free plan grows most beyond its own weeks before."""
    (usage,) = [one for one in review_of(MIX_SHIFT.first_week).chapters if one.name == "usage"]
    (odd,) = [
        block
        for block in usage.blocks
        if isinstance(block, Table) and block.title.startswith("Segments beyond")
    ]

    assert "plan: free" == odd.rows[0][0]


def test_usage_names_no_segment_where_nobody_came_or_left(review_of):
    """A release that helps some people's answers moves no segment and no step of the funnel."""
    week = HELPED_SEGMENT.first_week
    (usage,) = [one for one in review_of(week).chapters if one.name == "usage"]
    text = " ".join(
        str(span)
        for block in usage.blocks
        if isinstance(block, Prose)
        for span in block.spans
        if isinstance(span, str)
    )

    assert "No step changed" in text
    assert "Beyond what the weeks before let expect" not in text
    assert not [
        block
        for block in usage.blocks
        if isinstance(block, Table) and block.title.startswith("Segments beyond")
    ]


@pytest.mark.slow
def test_planted_bets_are_judged_right_in_the_week_they_become_knowable(
    review_of: Callable[[str], Review],
):
    """The null release did no harm, the segment that was helped worked; each by its own past."""
    judged = {}
    for week in ("2026-W23", "2026-W37"):
        (chapter,) = [one for one in review_of(week).chapters if one.name == "iterations"]
        (table,) = [
            block
            for block in chapter.blocks
            if isinstance(block, Table) and block.title == "What came of the bets"
        ]
        judged[week] = {row[0]: row[-3:-1] for row in table.rows}

    assert ("C", "did no harm") == judged["2026-W23"]["new onboarding"]
    assert {"mobile editor": ("C", "worked")} == judged["2026-W37"]

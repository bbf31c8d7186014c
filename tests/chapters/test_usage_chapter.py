"""The usage chapter: short where there is little to say, silent about what means nothing."""

from dataclasses import replace

from assessments import CALENDAR, WEEK, assessment

from reports.chapters.usage import build
from reports.usage.growth import growth_weeks
from reports.usage.reach import Reached, features, judged, segments
from reports.values.charts import CohortHeatmap, Funnel, Histogram, SmallMultiples, StackedGrowth
from reports.values.document import Callout, Prose, Quantity, Table
from reports.values.interval import Interval
from reports.values.usage import (
    CohortUse,
    EngagementUse,
    FeedbackShare,
    FeedbackUse,
    FunnelSegment,
    FunnelStage,
    FunnelUse,
    RetentionUse,
    SegmentRetention,
    Spread,
    Usage,
)

WEEKS = CALENDAR.weeks_until(WEEK, 13)
HALF = Interval(0.4, 0.6, "Wilson", 100)
LOW = Interval(0.1, 0.2, "Wilson", 100)
AROUND = Interval(0.2, 0.3, "Wilson", 100)


def _cohorts() -> tuple[CohortUse, ...]:
    return tuple(
        CohortUse(week, 100, (50,) * (12 - at), (60,) * (12 - at)) for at, week in enumerate(WEEKS)
    )


FUNNEL = FunnelUse(
    "activation",
    7,
    WEEK.shifted(-7),
    (
        FunnelStage("opened", 200, 820),
        FunnelStage("asked", 90, 500, HALF, HALF, 4000.0, 0.001, named=True),
        FunnelStage("kept", 45, 260, HALF, LOW, 30_000.0, 0.9),
    ),
    31,
    WEEK.shifted(-14),
    (FunnelSegment("plan", "free", 100, 15, LOW), FunnelSegment("plan", "paid", 100, 25, AROUND)),
)
FULL = Usage(
    growth=growth_weeks(WEEKS, dict.fromkeys(WEEKS, (10, 60, 30, 20)), None),
    retention=RetentionUse(
        _cohorts(),
        {1: (0.55, 0.6, 0.7)},
        (SegmentRetention("plan", "free", 1, 15, 100, LOW),),
    ),
    funnels=(FUNNEL,),
    engagement=EngagementUse(
        WEEK, 30.0, 100, 200, 0.15, (100, 60, 40, *[0] * 25), (), (70, 20, 10, 0, 0, 0, 0),
        Spread("count", 4.0, 3.02, 9.0, 20.1, 0.3, 100),
        Spread("USD", 1.0, 0.0, 4.0, 9.0, None, 100),
    ),
    features=features(
        WEEKS,
        {week: {"export": Reached(20, 30, 18, 9)} for week in WEEKS[6:]},
        {week: Reached(100, 400, 90, 60) for week in WEEKS},
    ),
    segments=judged(
        segments(
            "plan",
            WEEKS,
            {
                week: {"free": Reached(300 if week == WEEK else 100 + at % 3, 1, 1, 1)}
                for at, week in enumerate(WEEKS)
            },
        )
    ),
    compared_segments=1,
    feedback=FeedbackUse(
        12, 8, 10, 100, HALF, (("up", 8, 8), ("comment", 2, 2), ("down", 2, 2)),
        (FeedbackShare("version", "v1", 4, 5, HALF), FeedbackShare("version", "v2", 4, 5, HALF)),
    ),
)  # fmt: skip


def _chapter(**changes: object):
    chapter = build(assessment(**{"usage": FULL, **changes}))
    assert chapter is not None
    return chapter


def _text(chapter) -> str:
    blocks = (block for block in chapter.blocks if isinstance(block, Prose))
    return "".join(str(span) for block in blocks for span in block.spans)


def test_without_usage_there_is_no_chapter():
    """What is not mapped is left out; the data notes say so."""
    assert None is build(assessment())
    assert None is build(assessment(usage=Usage()))


def test_every_part_brings_its_chart_and_its_sentence():
    """Growth, active days, cohorts and the funnel are drawn, each below a sentence."""
    blocks = _chapter().blocks
    charts = [type(block) for block in blocks if isinstance(block, _CHARTS)]
    before = [blocks[at - 1] for at, block in enumerate(blocks) if isinstance(block, _CHARTS)]

    assert [StackedGrowth, Histogram, CohortHeatmap, Funnel] == charts
    assert all(isinstance(block, Prose) for block in before)


_CHARTS = (StackedGrowth, Histogram, CohortHeatmap, Funnel)


def test_a_step_beyond_noise_is_named_and_only_that():
    """The adverse step is said and marked; the other is not."""
    chapter = _chapter()
    (funnel,) = [block for block in chapter.blocks if isinstance(block, Funnel)]

    assert "fewer people reached “asked”" in _text(chapter)
    assert ["none", "adverse", "none"] == [step.now.mark for step in funnel.steps]


def test_the_latest_cohort_is_set_against_the_band_of_those_before():
    """Half is below a band from 55 %, and its cell is marked."""
    chapter = _chapter()
    (heatmap,) = [block for block in chapter.blocks if isinstance(block, CohortHeatmap)]

    assert "below the band of the cohorts before" in _text(chapter)
    assert "adverse" == heatmap.cohorts[-1].kept[0].mark


def test_only_segments_that_differ_are_listed():
    """A segment whose interval holds the share of all is no news."""
    tables = {block.title: block for block in _chapter().blocks if isinstance(block, Table)}
    listed = tables["Activation: segments that get further, or less far"]

    assert ["plan: free"] == [row[0] for row in listed.rows]
    assert ["plan: free"] == [row[0] for row in tables["Segments beyond their usual range"].rows]


def test_one_user_who_makes_everything_silences_figures_per_person():
    """The chapter says why, and keeps what counts answers instead of people."""
    chapter = _chapter(dominated=frozenset({"active_users"}))

    assert isinstance(chapter.blocks[0], Callout)
    assert not [block for block in chapter.blocks if isinstance(block, _CHARTS)]
    assert "thumbs" in _text(chapter)


def test_a_young_product_says_little():
    """Without history, cohorts, funnels and feedback three blocks are enough."""
    growth = growth_weeks((WEEK,), {WEEK: (5, 0, 0, 0)}, None)
    chapter = _chapter(
        usage=Usage(growth=growth, engagement=replace(FULL.engagement, actions=None, value=None))
    )

    assert 4 >= len(chapter.blocks)
    assert "there is no quick ratio" in _text(chapter)


def test_a_new_feature_is_followed_from_its_first_week():
    """The week in which it first appeared is named, and its reach drawn from then on."""
    chapter = _chapter()
    (drawn,) = [block for block in chapter.blocks if isinstance(block, SmallMultiples)]

    assert "New within the last thirteen weeks: export, first seen in the week of" in _text(chapter)
    assert ["export"] == [panel.title for panel in drawn.panels]
    assert [0.2] * 7 == [reading.value for reading in drawn.panels[0].readings]


def test_a_released_feature_is_followed_from_its_release():
    """A release of the event's name tells since when, also before anybody used it."""
    found = features(
        WEEKS,
        {week: {"quick_export": Reached(20, 30, 18, 9)} for week in WEEKS[9:]},
        {week: Reached(100, 400, 90, 60) for week in WEEKS},
        {"quick_export": WEEKS[8].start},
    )
    chapter = _chapter(usage=replace(FULL, features=found))

    assert "quick_export, released on" in _text(chapter)
    assert [0.0, 0.2, 0.2, 0.2, 0.2] == [reading.value for reading in found[0].weeks]


def test_no_cell_is_a_text_of_a_number():
    """Numbers are quantities, so that one place rounds them."""
    for block in _chapter().blocks:
        if isinstance(block, Table):
            for row in block.rows:
                texts = [cell for cell in row[1:] if isinstance(cell, str)]
                assert not [text for text in texts if any(sign.isdigit() for sign in text)]
                assert any(isinstance(cell, Quantity) for cell in row)

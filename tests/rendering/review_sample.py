"""A review such as the pipeline writes, made of invented numbers."""

from datetime import UTC, date, datetime

from review_sample_kpis import CALENDAR, KPIS, WEEK, WHY, all_kpis, readings_of, record_of
from review_sample_signals import by_objective, judged
from review_sample_stories import signals_chapter, summary

from reports.values.document import (
    Callout,
    Chapter,
    Chart,
    ChartPanel,
    Headline,
    Note,
    Prose,
    Quantity,
    Review,
    Scorecard,
    ScoreGroup,
    ScoreRow,
    Table,
    TableColumn,
)

_TAIL = (
    " on the week, with one day of data still missing. Median latency is unchanged; "
    "the tail got slower after the release of "
)
_COUNTED = "counts what it returns for whole local days of the period, without internal users."
_EXPLAINED = (
    "Every number above comes from one query over canonical relations; its hash covers "
    "the query, its kind and the mapping."
)


def sample_review(only: str = "") -> Review:
    """Build the review, or one chapter of it."""
    chapters = (_this_week(), signals_chapter(), _data_notes(), _definitions())
    return Review(
        product="assistant",
        product_title="Atlas Assistant",
        workspace_title="Simulated company",
        week_label="2026-W46",
        week=WEEK,
        zone="Europe/Berlin",
        as_of=datetime(2026, 11, 16, 5, 0, tzinfo=UTC),
        revision=1,
        cover="Simulated data: no real product, no real people.",
        chapters=tuple(chapter for chapter in chapters if only in {"", chapter.name}),
        kpis=tuple(record_of(kpi, index) for index, kpi in enumerate(all_kpis())),
        owner="Product analytics",
        code_version="0.1.0",
        definition_hashes=tuple((kpi[0], f"{index:064x}") for index, kpi in enumerate(all_kpis())),
    )


def _rows():
    seed = 0
    for group, kpis in KPIS.items():
        rows = []
        for kpi in kpis:
            found = readings_of(kpi, seed)
            rows.append(
                ScoreRow(
                    kpi[0],
                    kpi[1],
                    kpi[2],
                    "higher",
                    found.last_week,
                    found.wow,
                    found.four_weeks,
                    found.yoy,
                    found.history,
                )
            )
            seed += 1
        yield judged(ScoreGroup(group, tuple(rows)))


def _this_week():
    return Chapter(
        "scorecard",
        "This week",
        (
            Headline(
                (
                    "Weekly active users reached ",
                    Quantity(12_931.0, "users"),
                    "; the slowest answers took ",
                    Quantity(4_520.0, "ms"),
                ),
                (
                    "Revenue stands at ",
                    Quantity(48_210.5, "USD"),
                    ", ",
                    Quantity(3.24, "percent", "change"),
                    _TAIL,
                    date(2026, 11, 11),
                    ".",
                ),
            ),
            summary(),
            Scorecard(
                "Scorecard",
                "Fourteen indicators by objective; the shaded band is their normal range",
                tuple(by_objective(tuple(_rows()))),
                ("A ring marks a week with days missing. n counts observations.",),
            ),
            *_charts(),
        ),
    )


def _panel(kpi, seed):
    found = readings_of(kpi, seed)
    labels = [CALENDAR.week_label(reading.period)[-3:] for reading in found.weeks]
    return ChartPanel(
        kpi[0],
        kpi[1],
        WHY.get(kpi[0], "One sentence for business readers."),
        kpi[2],
        found.weeks,
        found.weeks_prior_year,
        found.months,
        found.months_prior_year,
        tuple(labels),
    )


def _charts():
    seed, blocks = 0, []
    for group, kpis in KPIS.items():
        panels = tuple(_panel(kpi, seed + at) for at, kpi in enumerate(kpis))
        seed += len(kpis)
        blocks.append(Chart(group, panels, ("Six weeks and twelve months of ", group.lower(), ".")))
    return blocks


def _data_notes():
    incomplete = (
        "Predictions hold no row on ",
        date(2026, 11, 12),
        "; figures over them cover six of seven days.",
    )
    return Chapter(
        "data_notes",
        "Data notes",
        (
            Callout("warning", "One day is incomplete.", incomplete),
            Callout("info", "History.", ("Facts stand as currently known.",)),
            _freshness(),
            _left_out(),
            Note(("Rows of internal users and bots are left out everywhere.",)),
        ),
    )


def _freshness():
    columns = (
        TableColumn("Relation", width=1.4),
        TableColumn("Newest row", width=2.4),
        TableColumn("Rows read", "right"),
        TableColumn("Days present", "right"),
        TableColumn("Days expected", "right"),
        TableColumn("Remark", width=2.2),
    )
    rows = (
        ("events", datetime(2026, 11, 15, 22, 58, tzinfo=UTC), 1_204_331, 7, None),
        ("predictions", datetime(2026, 11, 15, 22, 59, tzinfo=UTC), 318_004, 6, "gap on Thursday"),
        ("outcomes", datetime(2026, 11, 13, 1, 5, tzinfo=UTC), None, 5, "labels arrive late"),
    )
    caption = ("What each relation held for the week, as read at the as-of instant.",)
    return Table("Freshness", columns, tuple(_relation(*row) for row in rows), caption)


def _relation(name, newest, rows, days, remark):
    counted = Quantity(rows, "rows", reason="not counted")
    return (name, newest, counted, Quantity(days, "rows"), Quantity(7, "rows"), remark)


def _left_out():
    return Table(
        "Left out",
        (TableColumn("Indicator", width=2), TableColumn("Because", width=5)),
        (
            ("Cache hit share", "predictions.cached_tokens is not mapped"),
            ('Event "<script>alert(1)</script> & more"', "its name looks like a mistake"),
        ),
    )


def _definitions():
    columns = (
        TableColumn("Indicator", width=2.2),
        TableColumn("Definition", width=4.2),
        TableColumn("Unit", width=0.9),
        TableColumn("Query hash", width=3.4),
    )
    rows = tuple(
        (kpi[1], f"{kpi[0]}.sql {_COUNTED}", kpi[2], f"{index * 7919 + 1:064x}"[::-1])
        for index, kpi in enumerate(all_kpis())
    )
    return Chapter(
        "definitions",
        "Definitions",
        (
            Prose((_EXPLAINED,)),
            Table("Indicators", columns, rows),
        ),
    )

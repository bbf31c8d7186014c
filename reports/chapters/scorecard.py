"""The first chapter: every KPI of the week on one table, then a chart per group."""

from collections.abc import Sequence

from reports.values.assessment import Assessment
from reports.values.document import (
    Block,
    Callout,
    Chapter,
    Chart,
    ChartPanel,
    Headline,
    Quantity,
    Scorecard,
    ScoreGroup,
    ScoreRow,
    Span,
)
from reports.values.kpi import Kpi
from reports.values.reading import Reading

ORDER = 10

Group = tuple[str, list[Kpi]]

# Groups in the order of a business reader's questions; others follow by name.
GROUPS = {
    "engagement": "Engagement",
    "value": "Value",
    "quality": "Answer quality",
    "model": "Service",
    "cost": "Cost",
}

# Within a group: people first, then amounts, then what is divided by them.
KINDS = ("distinct", "total", "level", "ratio", "mean", "quantile")


def build(assessment: Assessment) -> Chapter | None:
    """Return the scorecard chapter."""
    if not assessment.kpis:
        return None
    groups = _grouped(assessment)
    blocks: list[Block] = [_headline(assessment, groups), _scorecard(assessment, groups)]
    if assessment.busiest_user is not None:
        blocks.append(_one_user(assessment.busiest_user))
    blocks += [_chart(assessment, name, kpis) for name, kpis in groups]
    return Chapter("scorecard", "The week in numbers", tuple(blocks))


def _grouped(assessment: Assessment) -> list[Group]:
    asked = assessment.product.kpis
    by_group: dict[str, list[Kpi]] = {}
    for kpi in sorted(assessment.kpis, key=lambda kpi: _rank(kpi, asked)):
        by_group.setdefault(kpi.chapter, []).append(kpi)
    ranks = {name: rank for rank, name in enumerate(GROUPS)}
    ordered = sorted(by_group, key=lambda name: (ranks.get(name, len(ranks)), name))
    return [(name, by_group[name]) for name in ordered]


def _rank(kpi: Kpi, asked: Sequence[str]) -> tuple[int, int, bool, str]:
    """Keep the order a product asks in; else a file of its own stands before bulk definitions."""
    place = asked.index(kpi.name) if kpi.name in asked else len(asked)
    kind = KINDS.index(kpi.kind) if kpi.kind in KINDS else len(KINDS)
    return (place, kind, not kpi.source.endswith(".sql"), kpi.name)


def _group_title(name: str) -> str:
    return GROUPS.get(name, name.replace("_", " ").capitalize())


def _headline(assessment: Assessment, groups: Sequence[Group]) -> Headline:
    """State levels only, missing ones too: normal variation is not judged here."""
    weeks = [readings.last_week for readings in assessment.readings.values()]
    if all(reading.value is None for reading in weeks):
        return Headline(("No KPI has a value for this week",), ("The data notes say why.",))
    spans: list[Span] = []
    for kpi in [kpis[0] for _, kpis in groups][:2]:
        spans += ["; " if spans else "", f"{kpi.title}: ", _level(kpi, assessment)]
    return Headline(
        tuple(spans),
        (
            (
                "Changes stand beside each number. They are differences, not "
                "yet judged against normal variation."
            ),
        ),
    )


def _level(kpi: Kpi, assessment: Assessment) -> Quantity:
    reading = assessment.readings[kpi.name].last_week
    return Quantity(reading.value, kpi.unit, "value", reading.status, reading.reason)


def _scorecard(assessment: Assessment, groups: Sequence[Group]) -> Scorecard:
    return Scorecard(
        title="Scorecard",
        subtitle="This week beside last week, the mean of the four weeks before it, and the "
        "same week a year (52 weeks) earlier",
        groups=tuple(
            ScoreGroup(_group_title(name), tuple(_row(assessment, kpi) for kpi in kpis))
            for name, kpis in groups
        ),
    )


def _row(assessment: Assessment, kpi: Kpi) -> ScoreRow:
    readings = assessment.readings[kpi.name]
    return ScoreRow(
        kpi=kpi.name,
        title=kpi.title,
        unit=kpi.unit,
        better=kpi.better,
        last_week=readings.last_week,
        wow=readings.wow,
        four_weeks=readings.four_weeks,
        yoy=readings.yoy,
        history=readings.history,
        remark="one user" if kpi.name in assessment.dominated else "",
    )


def _one_user(share: Reading) -> Callout:
    """Warn that averages over users are about one of them."""
    return Callout(
        "warning",
        "One user makes nearly all events",
        (
            "One user made ",
            Quantity(share.value, "share"),
            " of the events of the week (users with events: ",
            Quantity(share.n, "users"),
            (
                "). Numbers marked \u201cone user\u201d count users or divide by them: "
                "they say nothing about users in general."
            ),
        ),
    )


def _chart(assessment: Assessment, name: str, kpis: list[Kpi]) -> Chart:
    title = _group_title(name)
    return Chart(title, tuple(_panel(assessment, kpi) for kpi in kpis), _caption(assessment, kpis))


def _caption(assessment: Assessment, kpis: list[Kpi]) -> tuple[Span, ...]:
    """Say level and change of the group's first KPI that has both."""
    for kpi in kpis:
        readings = assessment.readings[kpi.name]
        if readings.wow.value is not None:
            change = Quantity(readings.wow.value, readings.wow.unit, "change")
            part = (
                " One of the two weeks is incomplete." if readings.wow.status == "partial" else ""
            )
            told = f" on the week before.{part}"
            return (f"{kpi.title}: ", _level(kpi, assessment), ", ", change, told)
    return ("No KPI of this group can be compared with the week before.",)


def _panel(assessment: Assessment, kpi: Kpi) -> ChartPanel:
    readings = assessment.readings[kpi.name]
    calendar = assessment.product.calendar
    return ChartPanel(
        kpi=kpi.name,
        title=kpi.title,
        subtitle=kpi.why,
        unit=kpi.unit,
        weeks=readings.weeks,
        weeks_prior_year=readings.weeks_prior_year,
        months=readings.months,
        months_prior_year=readings.months_prior_year,
        week_labels=tuple(calendar.week_label(reading.period)[-3:] for reading in readings.weeks),
    )

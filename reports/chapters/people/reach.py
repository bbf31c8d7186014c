"""Features and segments in blocks: who uses what, and what grows or shrinks beyond noise."""

from reports.values.charts import SmallMultiples, SmallPanel
from reports.values.document import Block, Prose, Quantity, Span, Table, TableColumn
from reports.values.usage import FeatureUse, SegmentUse, Usage

_MOST_FEATURES = 10
_MOST_NEW = 4
_MOST_SEGMENTS = 8


def feature_blocks(features: tuple[FeatureUse, ...]) -> list[Block]:
    """Return the reach of features, with the return of those who use them beside the others."""
    if not features:
        return []
    blocks: list[Block] = []
    new = [one for one in features if one.weeks][:_MOST_NEW]
    if new:
        blocks += [Prose(_new(new)), _followed(new)]
    columns = (
        TableColumn("Action", width=2.3),
        TableColumn("People", "right"),
        TableColumn("Reach", "right"),
        TableColumn("Usual", "right"),
        TableColumn("Times each", "right"),
        TableColumn("Came back", "right"),
        TableColumn("n", "right", 0.8),
        TableColumn("Others came back", "right", 1.2),
        TableColumn("n", "right", 0.8),
    )
    caption = (
        (
            "Reach is the share of the week's active people who did it; usual is the mean of the "
            "four weeks before. Came back: of those who did it in the week before, how many were "
            "active again, beside those who were active without it. That is an association, not "
            "an effect."
        ),
    )
    rows = tuple(_row(one) for one in features[:_MOST_FEATURES])
    return [*blocks, Table("What people use", columns, rows, caption)]


def segment_blocks(usage: Usage) -> list[Block]:
    """Return which segments have more or fewer people than their weeks before let expect."""
    if not usage.compared_segments:
        return []
    named = sorted((one for one in usage.segments if one.named), key=lambda one: one.adjusted_p)
    judged = (
        "Compared with their own twelve weeks before, ",
        Quantity(len(named), "number"),
        " of ",
        Quantity(usage.compared_segments, "number"),
        (
            " segments have more or fewer people than expected, after adjusting for how many were "
            "compared."
        ),
    )
    if not named:
        return [Prose(judged)]
    columns = (
        TableColumn("Segment", width=1.6),
        TableColumn("People", "right"),
        TableColumn("Usual", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Weeks", "right", 0.8),
    )
    rows = tuple(_segment(one) for one in named[:_MOST_SEGMENTS])
    return [Prose(judged), Table("Segments beyond their usual range", columns, rows)]


def _new(new: list[FeatureUse]) -> tuple[Span, ...]:
    told: list[Span] = ["New within the last thirteen weeks: "]
    for at, one in enumerate(new):
        told += ["; " if at else "", *_since(one), ", used by "]
        told += [Quantity(one.users, "users"), " this week"]
    return (*told, ".")


def _since(one: FeatureUse) -> tuple[Span, ...]:
    if one.released is not None:
        return (f"{one.name}, released on ", one.released)
    start = one.new_since.start if one.new_since else one.weeks[0].period.start
    return (f"{one.name}, first seen in the week of ", start)


def _followed(new: list[FeatureUse]) -> SmallMultiples:
    return SmallMultiples(
        "New features since they came",
        "Share of the week's active people who did it, from the week of release or first use",
        "share",
        tuple(SmallPanel(one.name, one.weeks) for one in new),
    )


def _row(one: FeatureUse) -> tuple[str | Quantity | None, ...]:
    share = Quantity(one.users / one.active, "share") if one.active else None
    usual = Quantity(one.usual_reach, "share") if one.usual_reach is not None else None
    return (
        one.name,
        Quantity(one.users, "users"),
        share,
        usual,
        Quantity(one.actions / one.users, "number") if one.users else None,
        Quantity(one.returned / one.earlier, "share") if one.earlier else None,
        Quantity(one.earlier, "users"),
        Quantity(one.others_returned / one.others_earlier, "share") if one.others_earlier else None,
        Quantity(one.others_earlier, "users"),
    )


def _segment(one: SegmentUse) -> tuple[str | Quantity, ...]:
    return (
        f"{one.dimension}: {one.segment}",
        Quantity(one.users, "users"),
        Quantity(one.usual, "users"),
        Quantity(one.low, "users"),
        Quantity(one.high, "users"),
        Quantity(one.weeks, "number"),
    )

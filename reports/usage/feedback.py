"""Feedback: how many answer at all, and how many of them are content."""

from collections.abc import Iterable
from dataclasses import replace

from reports.kpis.inference.proportions import Proportion, wilson
from reports.values.usage import FeedbackShare, FeedbackUse

UP, DOWN = "up", "down"

# A kind, its pieces and the people who gave them.
KindRow = tuple[str, int, int]


def feedback(rows: Iterable[KindRow], answers: int | None) -> FeedbackUse | None:
    """Return the week's feedback, the most frequent kinds first."""
    kinds = tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
    pieces = {kind: count for kind, count, _ in kinds}
    if not kinds:
        return None
    ups = pieces.get(UP, 0)
    rated = ups + pieces.get(DOWN, 0)
    interval = wilson(Proportion(ups, rated))
    return FeedbackUse(sum(pieces.values()), ups, rated, answers, interval, kinds)


def share(by: str, label: str, ups: int, downs: int) -> FeedbackShare:
    """Return the thumbs of one version or segment."""
    rated = ups + downs
    return FeedbackShare(by, label, ups, rated, wilson(Proportion(ups, rated)))


def without_small(found: FeedbackUse, least: int) -> FeedbackUse:
    """Leave out kinds that fewer people gave, and shares of fewer ratings, than may be shown.

    Where nobody counts people, pieces stand for them.
    """
    return replace(
        found,
        kinds=tuple(row for row in found.kinds if (row[2] or row[1]) >= least),
        shares=tuple(one for one in found.shares if one.rated >= least),
    )

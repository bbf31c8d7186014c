"""What people say, in blocks."""

from reports.values.document import Block, Prose, Quantity, Span, Table, TableColumn
from reports.values.usage import FeedbackShare, FeedbackUse

_MOST_KINDS = 6
_MOST_SHARES = 12


def feedback_blocks(use: FeedbackUse | None) -> list[Block]:
    """Return how many answered, how many are content, and by version and segment."""
    if use is None:
        return []
    blocks: list[Block] = [Prose((*_sentence(use), *_kinds(use)))]
    if len(use.shares) > 1:
        blocks.append(_table(use.shares[:_MOST_SHARES]))
    return blocks


def _sentence(use: FeedbackUse) -> tuple[Span, ...]:
    if not use.rated or use.interval is None:
        told = " pieces of feedback came in, none of them a thumb up or down."
        return (Quantity(use.pieces, "count"), told)
    told_rate: tuple[Span, ...] = (".",)
    if use.answers:
        rate = Quantity(use.rated / use.answers, "share")
        told_rate = ("; ", rate, " of ", Quantity(use.answers, "count"), " answers were rated.")
    return (
        "Of ",
        Quantity(use.rated, "count"),
        " thumbs ",
        Quantity(use.ups / use.rated, "share"),
        " were up (95 % interval ",
        Quantity(use.interval.low, "share"),
        " to ",
        Quantity(use.interval.high, "share"),
        ")",
        *told_rate,
    )


def _kinds(use: FeedbackUse) -> tuple[Span, ...]:
    """Name the most frequent kinds beside thumbs."""
    other = [kind for kind in use.kinds if kind[0] not in ("up", "down")][:_MOST_KINDS]
    if not other:
        return ()
    told: list[Span] = [" Most frequent beside thumbs: "]
    for at, (kind, pieces, _) in enumerate(other):
        told += [", " if at else "", f"{kind} ", Quantity(pieces, "count")]
    return (*told, ".")


def _table(shares: tuple[FeedbackShare, ...]) -> Table:
    columns = (
        TableColumn("By", width=1.6),
        TableColumn("Thumbs", "right"),
        TableColumn("Share up", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
    )
    rows = tuple(
        (
            f"{one.by}: {one.label}",
            Quantity(one.rated, "count"),
            Quantity(one.ups / one.rated, "share") if one.rated else None,
            Quantity(one.interval.low, "share") if one.interval else None,
            Quantity(one.interval.high, "share") if one.interval else None,
        )
        for one in shares
    )
    return Table("Thumbs by version and segment", columns, rows)

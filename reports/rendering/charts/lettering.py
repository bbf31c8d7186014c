"""Labels cut to the room there is."""

from reports.rendering.charts.theme import LABEL_SIZE
from reports.rendering.fonts import TextWidths

_LOOSE = " ,.;:-\N{EN DASH}"


def fitted(label: str, room: float, widths: TextWidths, *, weight: int = 400) -> str:
    """Shorten a label with dots if it is wider than the room.

    Example: fitted("Enterprise customers", 60, widths) == "Enterprise c…"
    """
    if widths.width(label, LABEL_SIZE, weight) <= room:
        return label
    low, high = 0, len(label)
    while low < high:
        middle = (low + high + 1) // 2
        if widths.width(_cut(label, middle), LABEL_SIZE, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(label, low)


def two_lines(label: str, room: float, widths: TextWidths) -> tuple[str, ...]:
    """Break a label between words into at most two lines, the second with dots if need be."""
    if widths.width(label, LABEL_SIZE) <= room:
        return (label,)
    words = label.split(" ")
    count = 1
    while widths.width(" ".join(words[: count + 1]), LABEL_SIZE) <= room:
        count += 1
    first, rest = " ".join(words[:count]), " ".join(words[count:])
    lines = (fitted(first, room, widths), fitted(rest, room, widths))
    return tuple(line for line in lines if line)


def _cut(label: str, length: int) -> str:
    return f"{label[:length].rstrip(_LOOSE)}…"

"""Labels cut to the room there is."""

from collections import Counter
from collections.abc import Callable, Sequence

from reports.rendering.charts.theme import LABEL_SIZE
from reports.rendering.fonts import TextWidths

_LOOSE = " ,.;:-\N{EN DASH}"


def fitted(label: str, room: float, widths: TextWidths, *, weight: int = 400) -> str:
    """Shorten a label with dots if it is wider than the room.

    Example: fitted("Enterprise customers", 60, widths) == "Enterprise c…"
    """
    return _longest(label, _cut, room, widths, weight)


def told_apart(labels: Sequence[str], room: float, widths: TextWidths) -> tuple[str, ...]:
    """Shorten labels; those that would read alike lose their middle instead of their end.

    Example: "gemini-2.5-pro-exp" and "gemini-2.5-pro-preview" become "gemini…exp", "gemi…preview"
    """
    short = [fitted(label, room, widths) for label in labels]
    whole = dict(zip(labels, short, strict=True))
    alike = [one for one, count in Counter(whole.values()).items() if count > 1]
    return tuple(
        _longest(label, _inner, room, widths, 400) if cut in alike else cut
        for label, cut in zip(labels, short, strict=True)
    )


def _longest(
    label: str, shorten: Callable[[str, int], str], room: float, widths: TextWidths, weight: int
) -> str:
    if widths.width(label, LABEL_SIZE, weight) <= room:
        return label
    low, high = 0, len(label)
    while low < high:
        middle = (low + high + 1) // 2
        if widths.width(shorten(label, middle), LABEL_SIZE, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return shorten(label, low)


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


def _inner(label: str, length: int) -> str:
    """Keep more of the end than of the beginning, for there long names differ."""
    start = length // 3
    end = label[len(label) - (length - start) :]
    return f"{label[:start].rstrip(_LOOSE)}…{end.lstrip(_LOOSE)}"

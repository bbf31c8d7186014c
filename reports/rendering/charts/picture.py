"""A drawing together with the places on it that tell their numbers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reports.rendering.charts.axes import Plot
from reports.rendering.charts.svg import Point, drawing


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a drawing: its box, the name of what is drawn there, and its numbers."""

    corner: Point
    size: Point
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and how large it is; its spots are worked out when a screen asks for them."""

    svg: Markup
    size: Point
    find_spots: Callable[[], Iterable[Spot]] = tuple

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Return the spots in reading order."""
        return tuple(self.find_spots())


@dataclass(frozen=True, slots=True)
class Speech:
    """What a drawing is called, and its key numbers, for those who cannot see it."""

    title: str
    words: str


def picture(
    size: Point,
    speech: Speech,
    marks: Iterable[str],
    find_spots: Callable[[], Iterable[Spot]] = tuple,
) -> Picture:
    """Put a drawing together."""
    return Picture(drawing(size, speech.title, speech.words, marks), size, find_spots)


def slot_spots(plot: Plot, told: Iterable[tuple[str, str]]) -> Iterator[Spot]:
    """Give every slot of a plot a spot of the frame's height; `told` are names and numbers."""
    bands, frame = plot.bands, plot.frame
    size = (bands.step, frame.bottom - frame.top)
    for index, (name, says) in enumerate(told):
        yield Spot((bands.start + index * bands.step, frame.top), size, name, says)

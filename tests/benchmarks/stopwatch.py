"""Times taken side by side, and the table they end up in."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

_SECONDS = 1.5
_MOST_TIMES = 9
COLUMNS = ("", "ours", "beside", "ratio", "bound")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Units: seconds. `bound` is a ratio where something stands beside, seconds where nothing does.
    """

    group: str
    what: str
    ours_s: float
    beside_s: float | None = None
    bound: float | None = None

    @property
    def ratio(self) -> float | None:
        """Return how many times longer ours takes than what stands beside it."""
        return None if self.beside_s is None else self.ours_s / self.beside_s

    @property
    def holds(self) -> bool:
        """Tell whether the bound holds."""
        measured = self.ours_s if self.ratio is None else self.ratio
        return self.bound is None or measured <= self.bound


def medians(
    *steps: Callable[[], object], repetitions: int, clock: Callable[[], float] = perf_counter
) -> list[float]:
    """Return the median time of each step, run in turns (A B A B …) after one turn unmeasured.

    What is over quickly is repeated more often, for it suffers more from what else is running.
    """
    for step in steps:
        step()
    times: list[list[float]] = [[] for _ in steps]
    until = perf_counter() + _SECONDS
    while len(times[0]) < repetitions or (
        perf_counter() < until and len(times[0]) < repetitions * _MOST_TIMES
    ):
        for taken, step in zip(times, steps, strict=True):
            started = clock()
            step()
            taken.append(clock() - started)
    return [median(taken) for taken in times]


def table_of(figures: Sequence[Figure], *, terminal: bool, width: int) -> str:
    """Write the figures as one table, in plain characters unless it is for a terminal."""
    screen = Console(
        file=io.StringIO(),
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        width=max(width, 120),
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for number, figure in enumerate(figures):
        if not number or figures[number - 1].group != figure.group:
            table.add_row()
            table.add_row(Text(figure.group, style="bold"))
        table.add_row(*_cells(figure), style="" if figure.holds else "red")
    screen.print(table)
    return screen.file.getvalue()


def _cells(figure: Figure) -> tuple[str, ...]:
    bound = ""
    if figure.bound is not None:
        limit = _seconds(figure.bound) if figure.ratio is None else f"{figure.bound:.1f}"
        bound = f"≤ {limit}" + ("" if figure.holds else "  BROKEN")
    return (
        f"  {figure.what}",
        _seconds(figure.ours_s),
        "" if figure.beside_s is None else _seconds(figure.beside_s),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        bound,
    )


def _seconds(time_s: float) -> str:
    return f"{time_s * 1000:,.1f} ms" if time_s < 1 else f"{time_s:,.2f} s"

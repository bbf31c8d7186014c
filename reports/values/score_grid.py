"""The fixed grid that scores are counted on, and how a query finds a score's bin."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

NULL_BIN = -1
OUTSIDE_BIN = -2
LOGIT_STEP = 0.12
LOGIT_REACH = 100
BASE_VERSION = "logit-0.12+step-0.01"


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """Edges between bins, ascending, and the version under which counts may be added up.

    A score lies in the bin whose number is how many edges are not above it: bin 0 is below the
    first edge, and a threshold that is an edge parts the scores exactly as the model does.
    """

    edges: tuple[float, ...]
    version: str

    @property
    def bins(self) -> int:
        """Return how many bins there are, without those for null and for no probability."""
        return len(self.edges) + 1


def score_grid(thresholds: Iterable[float] = ()) -> ScoreGrid:
    """Return the union of logit steps of 0.12 over 12, of steps of 0.01, and of thresholds.

    Steps of 0.01 hold those of 0.05 that calibration needs, and make scores that were rounded to
    percents exact. Edges have 12 significant digits, so that every engine reads the same number.
    """
    steps = (LOGIT_STEP * step for step in range(-LOGIT_REACH, LOGIT_REACH + 1))
    base = {float(f"{1 / (1 + exp(-logit)):.12g}") for logit in steps}
    base |= {percent / 100 for percent in range(1, 101)}
    extra = {float(f"{one:.12g}") for one in thresholds if 0 < one < 1} - base
    version = "+".join([BASE_VERSION, *(f"{one:.12g}" for one in sorted(extra))])
    return ScoreGrid(tuple(sorted(base | extra)), version)


def bin_of(grid: ScoreGrid, score: float | None) -> int:
    """Return the bin of a score, with bins of their own for null and for no probability."""
    if score is None:
        return NULL_BIN
    return bisect_right(grid.edges, score) if 0 <= score <= 1 else OUTSIDE_BIN


def bin_rule(column: str, grid: ScoreGrid) -> str:
    """Write the bin of a column as nested CASE: comparisons only, so exact on every engine.

    Shape: a balanced tree, eight to nine comparisons a row. Literals have an exponent, which
    makes them binary floating point where engines know decimals too. NaN counts as outside.
    """
    tree = _branch(column, grid.edges, 0)
    inside = f"{column} >= 0 AND {column} <= 1"
    return (
        f"CASE WHEN {column} IS NULL THEN {NULL_BIN} WHEN {inside} THEN {tree} "
        f"ELSE {OUTSIDE_BIN} END"
    )


def _branch(column: str, edges: Sequence[float], first: int) -> str:
    if not edges:
        return str(first)
    middle = len(edges) // 2
    below = _branch(column, edges[:middle], first)
    above = _branch(column, edges[middle + 1 :], first + middle + 1)
    return f"CASE WHEN {column} < {edges[middle]:.17e} THEN {below} ELSE {above} END"


def exact_grid(scores: Iterable[float]) -> ScoreGrid:
    """Return a grid with a bin per distinct score, on which nothing is lost."""
    return ScoreGrid(tuple(sorted(set(scores))), "exact")

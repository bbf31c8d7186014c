"""Scores counted on a grid, with what their labels add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.errors import ContractError
from reports.values.score_grid import NULL_BIN, OUTSIDE_BIN, ScoreGrid

Array = NDArray[np.float64]
LOG_LOSS_FLOOR = 2.0**-52
COLUMNS = (
    *("n", "n_labelled", "n_pos", "sum_s", "sum_s_labelled"),
    *("sum_s2", "sum_sy", "sum_e4", "sum_logloss", "sum_logloss2", "n_selected"),
)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreHistogram:
    """Sums per bin of a (day, model, version, slice), additive over all of these but version.

    Shape: `cells` has a row per bin of the grid and a column per name in COLUMNS. `n` and `sum_s`
    are of all predictions, the rest of those with a label: `sum_s2` of squared scores, `sum_sy`
    of scores of positives, `sum_e4` of (score - label)^4, `sum_logloss` and `sum_logloss2` of the
    log loss with scores kept LOG_LOSS_FLOOR away from 0 and 1, and of its square. `n_selected`
    counts those of all predictions that were decided to be positive, 0 where nobody records it.
    """

    grid: ScoreGrid
    cells: Array
    n_null: int = 0
    n_outside: int = 0

    def column(self, name: str) -> Array:
        """Return one column over all bins."""
        return self.cells[:, COLUMNS.index(name)]

    def total(self, name: str) -> float:
        """Return the sum of a column."""
        return float(self.column(name).sum())

    @property
    def positives(self) -> Array:
        """Return how many labels are positive, by bin."""
        return self.column("n_pos")

    @property
    def negatives(self) -> Array:
        """Return how many labels are negative, by bin."""
        return self.column("n_labelled") - self.column("n_pos")

    @property
    def n(self) -> int:
        """Return how many predictions have a usable score."""
        return int(self.total("n"))

    @property
    def n_labelled(self) -> int:
        """Return how many of these have a label."""
        return int(self.total("n_labelled"))

    @property
    def coverage(self) -> float | None:
        """Return the share of predictions with a label, or nothing without predictions."""
        return self.n_labelled / self.n if self.n else None


def empty_histogram(grid: ScoreGrid) -> ScoreHistogram:
    """Return a histogram of nothing."""
    return ScoreHistogram(grid, np.zeros((grid.bins, len(COLUMNS))))


def collect_histogram(grid: ScoreGrid, rows: Iterable[Sequence[float]]) -> ScoreHistogram:
    """Sum rows of bin and COLUMNS; a bin may come often, as it does over days.

    Raises: ContractError for a null, and for a bin that the grid has not.
    """
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 1 + len(COLUMNS))
    if np.isnan(table).any():
        raise ContractError("a score histogram has a null", expected="0 where nothing was counted")
    bins = table[:, 0].astype(np.int64)
    if bins.size and (bins.min() < OUTSIDE_BIN or bins.max() >= grid.bins):
        raise ContractError(
            "a score histogram has a bin that its grid has not",
            expected=f"{OUTSIDE_BIN} to {grid.bins - 1} ({grid.version})",
            got=f"{bins.min()} to {bins.max()}",
        )
    cells = np.zeros((grid.bins, len(COLUMNS)))
    inside = bins >= 0
    np.add.at(cells, bins[inside], table[inside, 1:])
    null, outside = (int(table[bins == code, 1].sum()) for code in (NULL_BIN, OUTSIDE_BIN))
    return ScoreHistogram(grid, cells, null, outside)


def merge_histograms(grid: ScoreGrid, parts: Iterable[ScoreHistogram]) -> ScoreHistogram:
    """Add histograms of one grid.

    Raises: ContractError where edges differ, for their counts mean different things.
    """
    total = empty_histogram(grid)
    cells, null, outside = total.cells.copy(), 0, 0
    for part in parts:
        if part.grid.version != grid.version:
            raise ContractError(
                "score histograms of different edges cannot be added",
                expected=grid.version,
                got=part.grid.version,
            )
        cells += part.cells
        null, outside = null + part.n_null, outside + part.n_outside
    return ScoreHistogram(grid, cells, null, outside)


def histogram_of(
    grid: ScoreGrid, scores: Array, labels: Array, selected: Array | None = None
) -> ScoreHistogram:
    """Count rows, as a query does.

    Shape: one label per score, NaN where it is not known, and one decision (0 or 1) where these
    are recorded; NaN scores count as outside.
    """
    usable = (scores >= 0) & (scores <= 1)
    chosen = np.zeros(len(scores)) if selected is None else selected
    s, y = scores[usable], labels[usable]
    known = ~np.isnan(y)
    truth = np.where(known, y, 0.0)
    held = np.clip(s, LOG_LOSS_FLOOR, 1 - LOG_LOSS_FLOOR)
    loss = -np.where(truth == 1, np.log(held), np.log1p(-held))
    columns = (1.0, known, known * truth, s, known * s)
    squares = (known * s**2, known * s * truth, known * (s - truth) ** 4)
    sums = np.column_stack(
        [np.broadcast_to(one, s.shape) for one in (*columns, *squares, known * loss)]
        + [known * loss**2, chosen[usable]]
    )
    cells = np.zeros((grid.bins, len(COLUMNS)))
    np.add.at(cells, np.searchsorted(grid.edges, s, side="right"), sums)
    return ScoreHistogram(grid, cells, 0, int((~usable).sum()))

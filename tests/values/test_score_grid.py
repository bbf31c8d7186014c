"""The grid of scores, and the rule by which a query finds a bin."""

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import ContractError
from reports.models.histogram import (
    COLUMNS,
    LOG_LOSS_FLOOR,
    collect_histogram,
    histogram_of,
    merge_histograms,
)
from reports.values.score_grid import (
    NULL_BIN,
    OUTSIDE_BIN,
    ScoreGrid,
    bin_of,
    bin_rule,
    exact_grid,
    score_grid,
)
from tests.models.samples import predictions

SCORES = st.lists(st.floats(0, 1), max_size=30)


def test_grid_unites_logit_steps_percents_and_thresholds():
    """201 logit steps and 100 percents share one edge; thresholds come on top and are named."""
    plain, more = score_grid(), score_grid((0.375, 0.5))

    assert 300 == len(plain.edges)
    assert {step / 20 for step in range(1, 20)} <= set(plain.edges)
    assert set(plain.edges) | {0.375} == set(more.edges)
    assert ("logit-0.12+step-0.01", "logit-0.12+step-0.01+0.375") == (plain.version, more.version)


@pytest.mark.parametrize(
    ("score", "found"),
    [(None, NULL_BIN), (float("nan"), OUTSIDE_BIN), (1.5, OUTSIDE_BIN), (-0.1, OUTSIDE_BIN),
     (0.0, 0), (0.5, 2), (0.4999999, 1), (1.0, 3)],
)  # fmt: skip
def test_score_lies_above_the_edges_it_reaches(score, found):
    """An edge belongs to the bin above it; null and what is no probability lie apart."""
    assert found == bin_of(ScoreGrid((0.25, 0.5, 1.0), "small"), score)


def test_query_finds_the_bins_that_the_function_finds():
    """Nested CASE on a database and bisection here agree, on edges and beside them too."""
    grid = score_grid((0.375,))
    beside = [float(np.nextafter(edge, side)) for edge in grid.edges for side in (0, 1)]
    scores = [*grid.edges, *beside, 0.0, float("nan"), 7.0, None]
    rows = ", ".join(
        f"({i}, {'NULL' if one is None else f'{one:.17e}'})".replace("nan", "'nan'")
        for i, one in enumerate(scores)
    )
    table = f"(VALUES {rows}) AS t(i, x)"
    query = f"SELECT {bin_rule('s', grid)} FROM (SELECT i, CAST(x AS DOUBLE) AS s FROM {table})"
    found = [row[0] for row in duckdb.sql(f"{query} ORDER BY i").fetchall()]

    assert [bin_of(grid, one) for one in scores] == found


@given(SCORES, SCORES)
def test_histograms_of_parts_add_up_to_that_of_the_whole(first, second):
    """Counting two days and adding equals counting both at once."""
    grid = score_grid()
    parts = [histogram_of(grid, np.array(one), np.ones(len(one))) for one in (first, second)]
    whole = histogram_of(grid, np.array(first + second), np.ones(len(first + second)))

    assert np.allclose(whole.cells, merge_histograms(grid, parts).cells, rtol=1e-12, atol=1e-12)


def test_rows_of_a_query_become_the_histogram():
    """Rows of many days are summed by bin; null and outside scores are counted apart."""
    scores, labels = predictions(500)
    whole = histogram_of(score_grid(), scores, labels)
    rows = [(index, *cells) for index, cells in enumerate(whole.cells.tolist()) if cells[0]]
    other = [(code, 3, *[0] * (len(COLUMNS) - 1)) for code in (NULL_BIN, OUTSIDE_BIN)]
    found = collect_histogram(score_grid(), [*rows, *rows, *other])

    assert np.array_equal(2 * whole.cells, found.cells)
    assert (1000, 3, 3) == (found.n, found.n_null, found.n_outside)


def test_unknown_labels_count_for_the_score_only():
    """A row without a label adds to n and to the sum of scores, and to nothing else."""
    found = histogram_of(exact_grid([0.5]), np.array([0.5, 0.5]), np.array([1.0, np.nan]))

    assert (2, 1, 0.5) == (found.n, found.n_labelled, found.coverage)
    assert [1.0, 0.5, 0.25] == [found.total(name) for name in ("sum_s", "sum_s_labelled", "sum_s2")]


def test_edges_are_never_mixed():
    """Adding counts on other edges, or a bin that is not there, is refused in words."""
    plain, more = score_grid(), score_grid((0.375,))
    part = histogram_of(more, np.array([0.5]), np.array([1.0]))

    with pytest.raises(ContractError, match="different edges"):
        merge_histograms(plain, [part])
    with pytest.raises(ContractError, match="its grid has not"):
        collect_histogram(plain, [(301, *[0] * len(COLUMNS))])


def test_null_in_a_row_is_refused():
    """A sum that a query left null is not taken for a number."""
    with pytest.raises(ContractError, match="has a null"):
        collect_histogram(score_grid(), [(3, *[None] * len(COLUMNS))])


def test_query_counts_what_the_function_counts():
    """One grouped SELECT gives the rows of a histogram, unknown labels and decisions included."""
    scores, labels = predictions(2000)
    labels[::5] = np.nan
    chosen = (scores >= 0.4).astype(float)
    values = [(float(s), None if np.isnan(y) else int(y), int(d))
              for s, y, d in zip(scores, labels, chosen, strict=True)]  # fmt: skip
    database = duckdb.connect()
    database.execute("CREATE TABLE p (s DOUBLE, y INT, d INT)")
    database.executemany("INSERT INTO p VALUES (?, ?, ?)", values)
    held = f"CASE WHEN s < {LOG_LOSS_FLOOR!r} THEN {LOG_LOSS_FLOOR!r} ELSE s END"
    loss = f"CASE WHEN y = 1 THEN -LN({held}) WHEN y = 0 THEN -LN(1 - {held}) ELSE 0 END"
    known = "CASE WHEN y IS NULL THEN 0 ELSE 1 END"
    error = "CASE WHEN y IS NULL THEN 0 ELSE (s - y) * (s - y) END"
    sums = ("COUNT(*)", f"SUM({known})", "SUM(COALESCE(y, 0))", "SUM(s)", f"SUM(s * {known})",
            f"SUM(s * s * {known})", "SUM(s * COALESCE(y, 0))", f"SUM(({error}) * ({error}))",
            f"SUM({loss})", f"SUM(({loss}) * ({loss}))", "SUM(d)")  # fmt: skip
    rule = bin_rule("s", score_grid())
    rows = database.execute(f"SELECT {rule} AS bin, {', '.join(sums)} FROM p GROUP BY bin")
    found = collect_histogram(score_grid(), rows.fetchall())

    assert len(sums) == len(COLUMNS)
    assert np.allclose(
        histogram_of(score_grid(), scores, labels, chosen).cells, found.cells, rtol=1e-9, atol=1e-9
    )

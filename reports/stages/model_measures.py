"""Measures of one model version from the rows of its tables; pure."""

from collections import defaultdict
from collections.abc import Sequence

from reports.models.binary import auc, brier, log_loss
from reports.models.buckets import quantile
from reports.models.calibration import calibration_error, reliability
from reports.models.certainty import share
from reports.models.decisions import Confusion, accuracy, f1, precision, recall
from reports.models.histogram import collect_histogram
from reports.values.charts import ReliabilityBin
from reports.values.measure import Measure
from reports.values.score_grid import score_grid

DECISIONS = ("tp", "fp", "fn", "tn", "unknown", "selected_unknown")

Rows = Sequence[tuple[float, ...]]


def scores(rows: Rows) -> tuple[tuple[Measure, ...], tuple[ReliabilityBin, ...]]:
    """Return the measures of scores, and promised beside observed shares in ten bins."""
    histogram = collect_histogram(score_grid(), [(*row, 0.0) for row in rows])
    if not histogram.n_labelled:
        return (), ()
    measures = (auc(histogram), brier(histogram), log_loss(histogram), calibration_error(histogram))
    return measures, reliability(histogram)


def failed(rows: Rows) -> Measure | None:
    """Return the share of requests that did not end well."""
    requests, lost = (int(sum(row[at] for row in rows)) for at in (0, 1))
    return share("errors", lost, requests, "not ok / requests") if rows else None


def cost(rows: Rows) -> Measure | None:
    """Return the mean cost of an answer; its error would need squares, which nobody sums."""
    priced, paid = (sum(row[at] for row in rows) for at in (0, 1))
    if not priced:
        return None
    definition = "cost / priced answers"
    return Measure("cost per answer", paid / priced, int(priced), definition=definition, unit="USD")


def middle(rows: Rows) -> Measure | None:
    """Return the median time from rows that begin with bucket and count, in milliseconds."""
    return quantile(_buckets(rows), 0.5, "median", "ms") if rows else None


def slow(rows: Rows) -> Measure | None:
    """Return the time that one answer in twenty exceeds, in milliseconds."""
    return quantile(_buckets(rows), 0.95, "95th percentile", "ms") if rows else None


def _buckets(rows: Rows) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for bucket, n, *_ in rows:
        found[int(bucket)] += int(n)
    return found


def decisions(rows: Rows) -> tuple[Measure, ...]:
    """Return what yes-or-no decisions say, or nothing where none has an outcome."""
    counts = Confusion(*(int(sum(column)) for column in zip(*rows, strict=True)))
    return tuple(way(counts) for way in (precision, recall, f1, accuracy)) if counts.known else ()

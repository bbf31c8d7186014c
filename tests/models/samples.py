"""Seeded predictions, and small ways to count them as a query would."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports.models.drift import FeatureCounts
from reports.models.histogram import ScoreHistogram, histogram_of
from reports.models.regression import RegressionMoments
from reports.values.score_grid import exact_grid, score_grid


@dataclass(frozen=True, slots=True)
class Loans:
    """The car loan predictions; `reference` rows come first, `weeks` counts weeks from Monday."""

    frame: pd.DataFrame
    reference: int
    weeks: np.ndarray


def predictions(rows: int, rate: float = 0.25, seed: int = 1, strength: float = 1.6):
    """Return calibrated scores and labels with about a share of positives."""
    rng = np.random.default_rng(seed)
    logit = rng.normal(np.log(rate / (1 - rate)) * 1.6, strength, rows)
    scores = 1 / (1 + np.exp(-logit))
    return scores, (rng.random(rows) < scores).astype(float)


def exact(scores, labels) -> ScoreHistogram:
    """Count with a bin per distinct score."""
    return histogram_of(exact_grid(scores.tolist()), scores, labels)


def binned(scores, labels, selected=None) -> ScoreHistogram:
    """Count on the house's grid."""
    return histogram_of(score_grid(), scores, labels, selected)


def moments(y, p) -> RegressionMoments:
    """Return the moments of labels and predictions, as a query with two passes finds them."""
    e = p - y
    held = y != 0
    ape = np.abs(e[held] / y[held])
    spread = [float(((one - one.mean()) ** 2).sum()) for one in (y, p, e)]
    return RegressionMoments(
        n=len(y),
        mean_y=float(y.mean()),
        m2_y=spread[0],
        m2_p=spread[1],
        mean_e=float(e.mean()),
        m2_e=spread[2],
        co_yp=float(((y - y.mean()) * (p - p.mean())).sum()),
        sum_abs_e=float(np.abs(e).sum()),
        sum_e4=float((e**4).sum()),
        n_ape=int(held.sum()),
        sum_ape=float(ape.sum()),
        sum_ape2=float((ape**2).sum()),
        sum_abs_y=float(np.abs(y).sum()),
        sum_abs_ey=float((np.abs(e) * np.abs(y)).sum()),
        n_predictions=len(y),
    )


def by_measure(measures) -> Mapping[str, float | None]:
    """Return values by name."""
    return {one.name: one.value for one in measures}


def on_deciles(name: str, reference, values) -> FeatureCounts:
    """Count values on deciles of the reference's rows."""
    edges = np.quantile(reference, np.linspace(0.1, 0.9, 9))
    held = values[~np.isnan(values)]
    counts = np.bincount(np.searchsorted(edges, held, side="left"), minlength=10)
    bins = tuple(str(part) for part in range(10))
    numbers = tuple(int(one) for one in counts)
    return FeatureCounts(name, "number", "frozen", bins, numbers, len(values) - len(held))

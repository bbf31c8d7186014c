"""Labels that arrive late: how many are known by an age, and what can be said before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from reports.models.certainty import normal_interval, not_computed, share
from reports.models.decisions import Confusion
from reports.models.histogram import Array
from reports.values.measure import CohortMaturity, DelayCurve, Measure

MATURE_SHARE = 0.95
LEAST_SHARE = 0.2
LEAST_COHORTS = 3
LEAST_LABELS = 50


@dataclass(frozen=True, slots=True)
class AgeCount:
    """Labels that became known at an age, and how many of them are positive."""

    age_days: int
    n: int
    n_pos: int


@dataclass(frozen=True, slots=True)
class DayCohort:
    """Predictions of one day and when their labels came.

    Units: `day` in days since 1970-01-01; `seen_days` is the age up to which labels are known.
    """

    day: int
    predictions: int
    seen_days: int
    labels: tuple[AgeCount, ...] = ()

    def known(self, age: int, *, positive: bool = False) -> int:
        """Return how many labels were known at an age."""
        early = [one for one in self.labels if one.age_days <= age]
        return sum(one.n_pos if positive else one.n for one in early)


def as_known_on(cohorts: Sequence[DayCohort], day: int) -> tuple[DayCohort, ...]:
    """Return the cohorts with what was known at the end of a day, and none that began later."""
    seen = []
    for one in cohorts:
        age = day - one.day
        if age >= 0:
            labels = tuple(label for label in one.labels if label.age_days <= age)
            seen.append(replace(one, seen_days=min(age, one.seen_days), labels=labels))
    return tuple(seen)


def delay_curve(cohorts: Sequence[DayCohort], *, positive: bool = False) -> DelayCurve:
    """Return how labels arrive, from all cohorts, the immature ones up to their age.

    Source: the chain-ladder method (Mack 1993), the reverse-time product limit of Lagakos,
    Barraj and De Gruttola (1988).
    """
    horizon = _horizon(cohorts)
    seen = np.array([one.seen_days for one in cohorts], dtype=np.int64)
    known = _known_by_age(cohorts, horizon, positive=positive)
    full = seen >= horizon
    labels = int(known[full, horizon].sum()) if len(cohorts) else 0
    if full.sum() < LEAST_COHORTS or labels < LEAST_LABELS:
        reason = f"only {labels} labels in {int(full.sum())} days are known to the end"
        return DelayCurve((), horizon, int(full.sum()), labels, reason)
    shares = [1.0]
    for age in range(horizon, 0, -1):
        old = seen >= age
        now, before = float(known[old, age].sum()), float(known[old, age - 1].sum())
        shares.append(shares[-1] * (before / now if now else 1.0))
    return DelayCurve(tuple(reversed(shares)), horizon, int(full.sum()), labels)


def _known_by_age(cohorts: Sequence[DayCohort], horizon: int, *, positive: bool) -> Array:
    """Return how many labels of each cohort were known at each age up to the horizon."""
    counts = np.zeros((len(cohorts), horizon + 1))
    for row, one in zip(counts, cohorts, strict=True):
        for label in one.labels:
            if label.age_days <= horizon:
                row[max(0, label.age_days)] += label.n_pos if positive else label.n
    summed: Array = np.cumsum(counts, axis=1)
    return summed


def _horizon(cohorts: Sequence[DayCohort]) -> int:
    """Return the age after which no label has come, as far as enough cohorts tell."""
    ages = sorted((one.seen_days for one in cohorts), reverse=True)
    reach = ages[min(LEAST_COHORTS, len(ages)) - 1] if ages else 0
    latest = max((label.age_days for one in cohorts for label in one.labels), default=0)
    return min(reach, latest)


def known_share(cohorts: Sequence[DayCohort], curve: DelayCurve) -> float | None:
    """Return the share of labels of several days that should be known by now."""
    total = sum(one.predictions for one in cohorts)
    if not total or not curve.shares:
        return None
    return sum(one.predictions * (curve.at(one.seen_days) or 0.0) for one in cohorts) / total


def cohort_maturity(
    week: int, cohorts: Sequence[DayCohort], curve: DelayCurve, positives: DelayCurve
) -> CohortMaturity:
    """Tell how mature a week of predictions is, with its positive rate, corrected where needed.

    Shape: `curve` is that of all labels, `positives` that of positive ones.
    """
    predictions = sum(one.predictions for one in cohorts)
    labelled = sum(one.known(one.seen_days) for one in cohorts)
    found = sum(one.known(one.seen_days, positive=True) for one in cohorts)
    expected = known_share(cohorts, curve)
    mature = None if expected is None else expected >= MATURE_SHARE
    if mature and found == labelled:
        rate = share("positive rate", found, predictions, "positive / all; none is sent negative")
    elif mature:
        rate = share("positive rate", found, labelled, "positive / labelled")
    else:
        rate = _corrected_rate(found, predictions, known_share(cohorts, positives))
    covered = labelled / predictions if predictions else None
    return CohortMaturity(
        week=week,
        predictions=predictions,
        labelled=labelled,
        positives=found,
        coverage=share("label coverage", labelled, predictions, "labelled / predictions"),
        expected=expected,
        mature=mature,
        positive_rate=replace(rate, coverage=covered),
    )


def _corrected_rate(positives: int, predictions: int, known: float | None) -> Measure:
    name = "positive rate"
    problem = _unfit(known)
    if problem or known is None:
        return not_computed(name, problem, predictions)
    return _scaled(name, positives, predictions, known)


def _unfit(known: float | None) -> str:
    """Say why labels cannot be filled in, or nothing where they can."""
    if known is None:
        return "too few labels are known to the end to tell how they arrive"
    if known < LEAST_SHARE:
        return f"only {known:.0%} of the labels should have arrived"
    return ""


def _scaled(name: str, hits: int, n: int, known: float) -> Measure:
    """Return hits by n as if the hits still to come were known.

    The error treats each row as known with that share, whatever its score.
    """
    if n <= 0:
        return not_computed(name, "there are no predictions")
    seen = hits / n
    value, se = min(1.0, seen / known), sqrt(seen * (1 - seen) / n) / known
    definition = f"known positives / {known:.1%} of labels that arrive by this age"
    interval = normal_interval(value, se, n)
    return Measure(name, value, n, interval, se, definition, known, estimated=True, unit="share")


def corrected_decisions(counts: Confusion, known: float | None) -> tuple[Measure, Measure]:
    """Return precision and recall of an immature cohort, estimated.

    Shape: `known` is the share of positive labels that should have arrived. Precision counts all
    positive decisions, labelled or not; recall holds only if labels arrive whatever the score.
    """
    problem = _unfit(known)
    if problem or known is None:
        failed = (not_computed(name, problem, counts.known) for name in ("precision", "recall"))
        return (next(failed), next(failed))
    selected = counts.tp + counts.fp + counts.selected_unknown
    positive = counts.tp + counts.fn
    found = share("recall", counts.tp, positive, "of positives known so far; delay as for all")
    recall = replace(found, coverage=counts.coverage, estimated=True)
    precision = _scaled("precision", counts.tp, selected, known)
    return (replace(precision, coverage=counts.coverage), recall)

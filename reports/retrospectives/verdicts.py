"""Verdicts on bets: how good the evidence is, which verb it allows, what came of the bet."""

from collections.abc import Mapping
from types import MappingProxyType

from reports.values.bet import Effect
from reports.values.kpi import Better
from reports.values.outcome import Grade, Guarded, Method, Observed, Verdict

GRADES: Mapping[Method, Grade] = MappingProxyType(
    {"experiment": "A", "unexposed group": "B", "own history": "C", "none": "D"}
)
VERBS: Mapping[Grade, str] = MappingProxyType(
    {"A": "caused", "B": "is associated with", "C": "coincided with", "D": "we believe"}
)


def grade(method: Method, *, written_before: bool | None) -> Grade:
    """Return the grade of evidence; what was written afterwards gets no better than C."""
    return max(GRADES[method], "C") if written_before is False else GRADES[method]


def allows(given: Grade, verb: Grade) -> bool:
    """Tell whether evidence of a grade allows the verb of another: never a stronger one."""
    return verb >= given


def judge(observed: Observed | None, expected: Effect, better: Better = "none") -> Verdict:
    """Return what an observed effect says of the expected one.

    An interval beyond zero is a win or a harm. One that holds zero counts as no harm only where
    it excludes the gain hoped for and a loss of half its size; else nothing could be seen.
    """
    if observed is None or observed.invalid:
        return "invalid"
    low, high = _towards(observed, hoped(expected, better))
    if low > 0:
        return "worked"
    if high < 0:
        return "harmed"
    size = abs(expected.value) or max(abs(expected.low), abs(expected.high))
    return "did no harm" if low > -size / 2 and high < size else "not detectable yet"


def hoped(expected: Effect, better: Better) -> int:
    """Return 1 where a rise is hoped for and -1 where a fall is."""
    if expected.value:
        return 1 if expected.value > 0 else -1
    return -1 if better == "lower" else 1


def inside(observed: Observed | None, expected: Effect) -> bool | None:
    """Tell whether the effect observed lies in the interval expected; nothing if not measured."""
    if observed is None or observed.invalid:
        return None
    return expected.low <= observed.value <= expected.high


def guard(observed: Observed | None, margin: float, better: Better) -> Guarded:
    """Tell whether a guardrail got worse by less than its margin, by more, or one cannot say.

    A KPI of which neither direction is better may move by its margin either way.
    """
    if observed is None or observed.invalid:
        return "unclear"
    sides = {"higher": (1,), "lower": (-1,), "none": (1, -1)}[better]
    spans = [_towards(observed, side) for side in sides]
    if any(high < -margin for _, high in spans):
        return "breached"
    return "kept" if all(low > -margin for low, _ in spans) else "unclear"


def _towards(observed: Observed, side: int) -> tuple[float, float]:
    """Return the interval with the good direction upwards."""
    return (observed.low, observed.high) if side > 0 else (-observed.high, -observed.low)

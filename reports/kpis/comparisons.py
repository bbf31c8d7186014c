"""Changes between readings; each says why when it cannot be computed."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from reports.values.kpi import ChangeUnit, Kpi
from reports.values.query import PAIR_KINDS
from reports.values.reading import Change, Reading


def compare(current: Reading, base: Reading, unit: ChangeUnit) -> Change:
    """Return the change from `base` to `current`, two weeks."""
    change = _change(current, base.value, unit, base.reason or "no earlier value")
    return _marked(change, current, (base,), ("this week", "the earlier week"))


def compare_to_date(current: Reading, base: Reading, unit: ChangeUnit) -> Change:
    """Return the change of a to-date period, or a month, from the same dates a year earlier.

    A year before with less than half of its days is no base. Two periods of different length
    are compared as they are, and the reason says how many days each has.
    """
    present, expected = base.days_present, base.days_expected
    if base.value is not None and 2 * present < expected:
        reason = f"the year before has {present} of {expected} days"
        return Change(None, unit, "not_comparable", reason)
    change = _change(current, base.value, unit, base.reason or "no earlier value")
    change = _marked(change, current, (base,), ("this year", "the year before"))
    now, then = current.period.days, base.period.days
    if change.value is None or now == then:
        return change
    reason = f"{now} days against {then}"
    return replace(change, reason=f"{change.reason}; {reason}" if change.reason else reason)


def compare_with_mean(current: Reading, before: Sequence[Reading], kpi: Kpi) -> Change:
    """Return the change from the mean of earlier readings.

    Ratios and means are pooled (sum of numerators over sum of denominators); other kinds are
    averaged over the periods. Every earlier period must have a value.
    """
    values = [reading.value for reading in before if reading.value is not None]
    if len(values) < len(before) or not before:
        reason = f"{len(values)} of {len(before)} weeks"
        return Change(None, kpi.change, "not_comparable", reason)
    base = fsum(values) / len(values)
    if kpi.kind in PAIR_KINDS:
        denominator = fsum(reading.denominator or 0.0 for reading in before)
        base = fsum(reading.numerator or 0.0 for reading in before) / denominator
    sides = ("this week", "the earlier week")
    return _marked(_change(current, base, kpi.change, ""), current, before, sides)


def _marked(
    change: Change, current: Reading, before: Sequence[Reading], sides: tuple[str, str]
) -> Change:
    """Mark a change that has an incomplete period on either side."""
    partial = next((r for r in (current, *before) if r.status == "partial"), None)
    if change.value is None or partial is None:
        return change
    side = sides[0] if partial is current else sides[1]
    return replace(change, status="partial", reason=f"{side}: {partial.reason}")


def _change(current: Reading, base: float | None, unit: ChangeUnit, reason: str) -> Change:
    if current.value is None:
        return Change(None, unit, "not_comparable", current.reason, base)
    if base is None:
        return Change(None, unit, "not_comparable", reason)
    if unit == "bps":
        return Change((current.value - base) * 10_000, unit, "ok", base=base)
    if base == 0:
        return Change(None, unit, "not_comparable", "from zero", base)
    if base < 0:
        return Change(None, unit, "not_comparable", "negative base", base)
    return Change((current.value / base - 1) * 100, unit, "ok", base=base)

"""Changes between readings; each says why when it cannot be computed."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from reports.values.kpi import ChangeUnit, Kpi
from reports.values.query import PAIR_KINDS
from reports.values.reading import Change, Reading


def compare(current: Reading, base: Reading, unit: ChangeUnit) -> Change:
    """Return the change from `base` to `current`."""
    return _marked(
        _change(current, base.value, unit, base.reason or "no earlier value"), current, (base,)
    )


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
    return _marked(_change(current, base, kpi.change, ""), current, before)


def _marked(change: Change, current: Reading, before: Sequence[Reading]) -> Change:
    """Mark a change that has an incomplete period on either side."""
    partial = next((r for r in (current, *before) if r.status == "partial"), None)
    if change.value is None or partial is None:
        return change
    side = "this week" if partial is current else "the earlier week"
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

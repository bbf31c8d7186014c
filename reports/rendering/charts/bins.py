"""Bins of a histogram: their bounds as words, and where a value lies among them."""

from collections.abc import Sequence

from reports.rendering.language import gettext
from reports.rendering.numbers import amount, axis_texts, interval_text
from reports.values.charts import HistogramBin


def bounds_of(bins: Sequence[HistogramBin]) -> list[float | None]:
    """Return the bound before each bin and the one after the last; open ones are null."""
    if not bins:
        return []
    return [*(one.low for one in bins), bins[-1].high]


def bound_texts(bounds: Sequence[float | None], unit: str) -> list[str]:
    """Write bounds in the shorter of two ways: each by itself, or all with the same decimals."""
    known = [bound for bound in bounds if bound is not None]
    alike = axis_texts(known, unit)
    alone = tuple(amount(bound, unit) for bound in known)
    chosen = iter(min((alike, alone), key=lambda texts: sum(map(len, texts))))
    return ["" if bound is None else next(chosen) for bound in bounds]


def bin_text(one: HistogramBin, unit: str) -> str:
    """Write what a bin holds."""
    if one.low is None and one.high is None:
        return gettext("all")
    if one.low is None or one.high is None:
        if one.high is None:
            return _from(one, unit)
        return gettext("below {value}").format(value=amount(one.high, unit))
    return interval_text(one.low, one.high, unit)


def place_of(value: float, bins: Sequence[HistogramBin]) -> float:
    """Return where a value lies, in bins from the left; in an open bin, in its middle.

    Example: place_of(15, (HistogramBin(0, 10, 1), HistogramBin(10, 20, 1))) == 1.5
    """
    for at, one in enumerate(bins):
        if one.high is not None and value >= one.high:
            continue
        if one.low is None or one.high is None:
            return at + 0.5
        share = (value - one.low) / (one.high - one.low) if one.high > one.low else 0.5
        return at + min(max(share, 0.0), 1.0)
    return float(len(bins))


def _from(one: HistogramBin, unit: str) -> str:
    return gettext("{value} or more").format(value=amount(one.low or 0.0, unit))

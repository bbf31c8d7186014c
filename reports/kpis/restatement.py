"""Which published numbers have moved further than their KPI's tolerance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.values.calendar import Period
from reports.values.kpi import Kpi
from reports.values.ledger import ReviewKey, StatedReading
from reports.values.reading import Reading
from reports.values.restatement import Cause, Restatement


@dataclass(frozen=True, slots=True)
class Origin:
    """What a published review was made with."""

    definitions: Mapping[str, str]
    code_version: str


def restatements(
    kpis: Sequence[Kpi],
    stated: Sequence[StatedReading],
    readings: Mapping[str, Mapping[Period, Reading]],
    origins: Mapping[ReviewKey, Origin],
    code_version: str,
) -> tuple[Restatement, ...]:
    """Return the numbers that were stated and are others now, newest period first.

    A number that was missing and is known now is none: nothing was said that has to be taken back.
    """
    known = {kpi.name: kpi for kpi in kpis}
    found = []
    for one in stated:
        kpi = known.get(one.reading.kpi)
        now = readings.get(one.reading.kpi, {}).get(one.reading.period)
        if kpi is None or now is None or one.reading.segment != "all":
            continue
        if has_moved(one.reading.value, now.value, kpi.tolerance):
            origin = origins.get(one.stated_in)
            found.append(
                Restatement(
                    kpi=kpi.name,
                    title=kpi.title,
                    unit=kpi.unit,
                    period=one.reading.period,
                    published=one.reading.value,
                    now=now.value,
                    n=now.n,
                    stated_in=one.stated_in,
                    cause=_cause(kpi, origin, code_version),
                )
            )
    return tuple(sorted(found, key=_order))


def has_moved(published: float | None, now: float | None, tolerance: float) -> bool:
    """Tell whether a number lies further from what was published than a share of it."""
    if published is None:
        return False
    if now is None:
        return True
    return abs(now - published) > tolerance * abs(published) + 1e-12


def _cause(kpi: Kpi, origin: Origin | None, code_version: str) -> Cause:
    """Name what changed, as far as hashes can tell."""
    if origin is not None:
        if origin.definitions.get(kpi.name, kpi.definition_hash) != kpi.definition_hash:
            return "definition changed"
        if origin.code_version != code_version:
            return "code changed"
    return "late data or a correction at the source"


def _order(one: Restatement) -> tuple[int, int, str]:
    return (-one.period.end.toordinal(), -one.period.days, one.title)

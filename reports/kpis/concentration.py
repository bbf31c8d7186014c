"""Whether figures per user still speak of users when one of them does nearly everything."""

from collections.abc import Mapping, Sequence

from reports.values.kpi import Kpi
from reports.values.reading import KpiReadings, Reading

BUSIEST = "top_user_share"
NEARLY_ALL = 0.8


def dominating_user(readings: Mapping[str, KpiReadings]) -> Reading | None:
    """Return the busiest user's share of the week if it is nearly everything."""
    busiest = readings.get(BUSIEST)
    if busiest is None or (busiest.last_week.value or 0.0) < NEARLY_ALL:
        return None
    return busiest.last_week


def per_user_kpis(kpis: Sequence[Kpi]) -> frozenset[str]:
    """Return the KPIs that count users or divide by them; operands stand before formulas."""
    found: set[str] = set()
    for kpi in kpis:
        counted = {column.unit for column in kpi.columns if column.name != "n"}
        if kpi.unit == "users" or "users" in counted or found & set(kpi.operands):
            found.add(kpi.name)
    return frozenset(found)

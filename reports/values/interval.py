"""How sure a number is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval around a reading.

    Units: `low` and `high` those of the KPI; `level` is a share such as 0.95; `n` counts the
    units that vary independently (users where clustered, else observations).
    """

    low: float
    high: float
    method: str
    n: int
    level: float = 0.95

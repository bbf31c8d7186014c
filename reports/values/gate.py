"""Whether the data of a week are complete enough to be published."""

from dataclasses import dataclass
from typing import Literal

from reports.values.quantity import Span

CheckKind = Literal["days", "freshness", "volume", "duplicates", "schema"]


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One look at one relation; `said` tells what was found."""

    relation: str
    kind: CheckKind
    complete: bool
    said: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What was looked at in every mapped relation; a verdict without checks is complete."""

    checks: tuple[GateCheck, ...] = ()

    @property
    def failures(self) -> tuple[GateCheck, ...]:
        """Return the checks that found something incomplete."""
        return tuple(check for check in self.checks if not check.complete)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is incomplete."""
        return not self.failures

    @property
    def relations(self) -> tuple[str, ...]:
        """Return the relations that were looked at, once each."""
        return tuple(dict.fromkeys(check.relation for check in self.checks))

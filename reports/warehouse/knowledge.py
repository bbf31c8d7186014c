"""What was worked out about queries, kept from one connection to the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from reports.errors import ReportError
from reports.values.query import Query
from reports.warehouse.preparation import Prepared, prepare_query

Name = tuple[object, ...]
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Queries of one product as they were read, what they hash to, and why some have no answer.

    It holds as long as neither mappings nor the columns of the user's tables change.
    """

    prepared: dict[Name, Prepared] = field(default_factory=dict)
    fingerprints: dict[Name, str] = field(default_factory=dict)
    problems: dict[Name, ReportError | None] = field(default_factory=dict)

    def prepare(self, query: Query, dialect: str) -> Prepared:
        """Read and guard a query when it is first asked for.

        Raises: DefinitionError if the guard refuses it.
        """
        name = (query.sql, query.bodies.get(dialect), query.relations, query.parameters)
        return _kept(self.prepared, name, lambda: prepare_query(query, dialect))

    def fingerprint(self, query: Query, dimension: str | None, find: Callable[[], str]) -> str:
        """Return what a query hashes to."""
        return _kept(self.fingerprints, _name(query, dimension), find)

    def problem(
        self, query: Query, dimension: str | None, find: Callable[[], ReportError | None]
    ) -> ReportError | None:
        """Return why a query cannot be answered, or nothing."""
        return _kept(self.problems, _name(query, dimension), find)


def _kept(known: dict[Name, _Answer], name: Name, find: Callable[[], _Answer]) -> _Answer:
    if name not in known:
        known[name] = find()
    return known[name]


def _name(query: Query, dimension: str | None) -> Name:
    bodies, arguments = (tuple(sorted(one.items())) for one in (query.bodies, query.arguments))
    said = (query.name, query.source, query.kind, query.reads, query.fields)
    return (query.sql, bodies, query.relations, query.parameters, arguments, said, dimension)

"""How much a table looks like a canonical relation."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.proposal.columns import Choice, Ties, choose_columns
from reports.proposal.kinds import is_unique
from reports.proposal.names import PART
from reports.proposal.tables import TABLES, is_foreign, is_unlikely, name_fitness, says_nothing
from reports.values.relation import CANONICAL
from reports.values.schema import Confidence, TableInfo

# A constant can stand in where a table is about one model only, or has one kind of rows.
CONSTANTS: Mapping[str, Mapping[str, str]] = {
    "predictions": {"model": "assistant"},
    "feedback": {"kind": "rating"},
    "tool_calls": {"status": "ok"},
    "evaluations": {"suite": "all", "version": "unknown"},
    "events": {"name": "used"},
}
HIGH, FAIR, LOW = 0.8, 0.6, 0.42
_COLUMNS_WEIGH, _NAME_WEIGHS = 0.64, 0.28
_NAMELESS = 0.4
_OPTIONAL, _MOST_OPTIONAL = 0.04, 0.16
_UNLIKELY, _OTHER_RELATION, _CONSTANT = 0.3, 0.25, 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table that may fill a relation, its columns, and what has to be made up."""

    relation: str
    table: TableInfo
    choices: tuple[Choice, ...]
    score: float
    constants: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """Return the score in words; what rests on no rows, or on guesses, is no more than low."""
        suspect = self.constants or self.table.rows == 0 or is_unlikely(self.table.name)
        if suspect or self.score < FAIR:
            return "low"
        return "high" if self.score >= HIGH else "fair"

    def source(self, canonical: str) -> str:
        """Return the column chosen for a canonical one, or nothing."""
        found = (one.column.name for one in self.choices if one.canonical.name == canonical)
        return next(found, "")


def candidate(relation: str, table: TableInfo, ties: Ties) -> Candidate | None:
    """Return a table as a candidate for a relation, or nothing where too little fits."""
    if is_foreign(table.name):
        return None
    choices = choose_columns(relation, table, ties)
    scores = {choice.canonical.name: choice.score for choice in choices}
    required = [column.name for column in CANONICAL[relation].columns if column.required]
    stand_ins = CONSTANTS.get(relation, {})
    missing = [name for name in required if name not in scores]
    if any(name not in stand_ins for name in missing) or _not_users(relation, choices):
        return None
    named = name_fitness(relation, table.name)
    if missing and not named:
        return None
    parts = [scores.get(name, 0.0) for name in required]
    if relation == "users":
        parts.append(max(scores.get("signed_up_at", 0.0), scores.get("is_internal", 0.0)))
    name = _NAMELESS if says_nothing(table.name) else named
    score = _COLUMNS_WEIGH * sum(parts) / len(parts) + _NAME_WEIGHS * name
    score += min(_MOST_OPTIONAL, _OPTIONAL * (len(choices) - len(required) + len(missing)))
    doubts, penalty = _against(relation, table, named)
    score -= penalty + _CONSTANT * len(missing)
    if score < LOW:
        return None
    constants = tuple((name, stand_ins[name]) for name in missing)
    return Candidate(relation, table, choices, score, constants, doubts)


def _against(relation: str, table: TableInfo, named: float) -> tuple[tuple[str, ...], float]:
    """Return what speaks against a table, and how much."""
    doubts, penalty = [], 0.0
    if is_unlikely(table.name):
        doubts.append("the name is not that of a product's table")
        penalty += _UNLIKELY
    others = {other: name_fitness(other, table.name) for other in TABLES if other != relation}
    best = max(others, key=lambda other: others[other])
    if others[best] > max(named, PART):
        doubts.append(f"the name sounds like {best}")
        penalty += _OTHER_RELATION
    if table.rows == 0:
        doubts.append("the table is empty")
    return tuple(doubts), penalty


def _not_users(relation: str, choices: tuple[Choice, ...]) -> bool:
    """Tell whether a table cannot be a list of users, as a user stands in it twice."""
    ids = [choice.column for choice in choices if choice.canonical.name == "user_id"]
    return relation == "users" and not (ids and (is_unique(ids[0]) or not ids[0].filled))

"""Which column of a table is which column of a relation, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.proposal.answers import answers_for
from reports.proposal.kinds import DATES, NAIVE, TIMES, epoch_unit, fitness, is_unique
from reports.proposal.names import EXACT, PART, Match, match, tokens
from reports.proposal.tables import name_fitness
from reports.proposal.vocabulary import COLUMNS
from reports.values.relation import CANONICAL, RelationColumn
from reports.values.schema import ColumnInfo, TableInfo

ENTITY_IDS: Mapping[str, str] = {
    "users": "user_id",
    "predictions": "prediction_id",
    "releases": "release_id",
    "changes": "change_id",
}
ONLY_TIME = "the only time in the table"
_WORTH_NAMING = 0.3
_RIVAL = 0.75
_BY_ELIMINATION = 0.45
_BY_VALUES = 0.5
_KEY, _HUB = 0.9, 0.75
_MANY = 2
_REPEATED = 0.5
_KEYS = frozenset({("id",), ("nr",), ("key",)})


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of a table for a canonical column: how sure, why, and what speaks against it."""

    canonical: RelationColumn
    column: ColumnInfo
    score: float
    reason: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ties:
    """How other tables point at users and predictions: names of columns, and foreign keys.

    `hubs` tells how many other tables use a table's key, by table and column.
    """

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    targets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hubs: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pair:
    canonical: RelationColumn
    column: ColumnInfo
    match: Match

    @property
    def rank(self) -> tuple[float, bool, bool, str]:
        """Return what sorts the surest pair first, an equal name before others."""
        other = self.column.name != self.canonical.name
        return (-self.match.score, not self.canonical.required, other, self.column.name)


def choose_columns(relation: str, table: TableInfo, ties: Ties) -> tuple[Choice, ...]:
    """Return the choices for a relation's columns, each column of the table used once."""
    pairs = sorted(_pairs(relation, table, ties), key=lambda pair: pair.rank)
    taken: dict[str, _Pair] = {}
    for pair in pairs:
        used = {one.column.name for one in taken.values()}
        if pair.canonical.name not in taken and pair.column.name not in used:
            taken[pair.canonical.name] = pair
    used = {one.column.name for one in taken.values()}
    order = [column.name for column in CANONICAL[relation].columns]
    chosen = sorted(taken.values(), key=lambda pair: order.index(pair.canonical.name))
    return tuple(_choice(pair, pairs, used) for pair in chosen)


def _choice(pair: _Pair, pairs: Iterable[_Pair], used: set[str]) -> Choice:
    rivals = [
        other.column.name
        for other in pairs
        if other.canonical == pair.canonical
        and other.column.name not in used
        and other.match.score >= _RIVAL * pair.match.score
    ]
    doubts = [f"could also be {', '.join(rivals[:3])}"] if rivals else []
    if pair.canonical.type == "instant" and pair.column.kind in NAIVE:
        doubts.append("a time without a zone")
    if pair.canonical.type == "instant" and pair.column.kind in DATES:
        doubts.append("a day without a time")
    if 0 < pair.column.filled < 2:
        doubts.append("hardly any values to judge by")
    return Choice(pair.canonical, pair.column, pair.match.score, pair.match.word, tuple(doubts))


def _pairs(relation: str, table: TableInfo, ties: Ties) -> Iterable[_Pair]:
    for canonical in CANONICAL[relation].columns:
        for column in table.columns:
            fit = fitness(column, canonical.name, canonical.type)
            if canonical.required and table.sampled:
                fit *= (1 + column.filled / table.sampled) / 2
            if not fit:
                continue
            named = _named(relation, canonical, column, table, ties)
            if fit * named.score >= _WORTH_NAMING:
                yield _Pair(canonical, column, Match(fit * named.score, named.word))


def _named(
    relation: str,
    canonical: RelationColumn,
    column: ColumnInfo,
    table: TableInfo,
    ties: Ties,
) -> Match:
    """Return how a column is recognised: by its name, by a key, or as the only one left."""
    found = match(tokens(column.name), COLUMNS[relation][canonical.name])
    same = column.name == canonical.name
    best = Match(found.score, "the same name" if same else f'named like "{found.word}"')
    if ENTITY_IDS.get(relation) == canonical.name:
        best = max(best, _own_key(relation, column, table, ties), key=lambda one: one.score)
        best = best if is_unique(column) else Match(best.score * _REPEATED, best.word)
    elif column.references and column.references in ties.targets.get(canonical.name, ()):
        best = Match(EXACT, f"refers to {column.references}")
    elif column.name in ties.names.get(canonical.name, ()):
        best = Match(EXACT, "the column has this name in its own table, too")
    telling = column.kind == "text" and (canonical.name != "kind" or relation == "feedback")
    if telling and best.score < _BY_VALUES and answers_for(canonical.name, column.values):
        best = Match(_BY_VALUES, f"values like {', '.join(column.values[:2])}")
    wanted = canonical.required or canonical.name == "signed_up_at"
    if wanted and canonical.type == "instant" and best.score < _BY_ELIMINATION:
        times = [one for one in table.columns if one.kind in TIMES | DATES or epoch_unit(one)]
        if times == [column]:
            return Match(_BY_ELIMINATION, ONLY_TIME)
    return best


def _own_key(relation: str, column: ColumnInfo, table: TableInfo, ties: Ties) -> Match:
    """Recognise the key of a table that is about the relation's own things."""
    users = ties.hubs.get((table.name, column.name), 0)
    if relation == "users" and users >= _MANY:
        return Match(_HUB, f"{users} other tables use this key")
    if not column.key and not (tokens(column.name) in _KEYS and is_unique(column)):
        return Match()
    if name_fitness(relation, table.name) >= PART:
        return Match(_KEY, "the table's own key")
    # Any table has a key; calls of a model are known by their other columns as well.
    return Match(PART if relation == "predictions" else 0.0, "the table's own key")

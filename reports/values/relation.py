"""The canonical relations a workspace maps its tables onto."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "integer", "number", "money", "instant", "day", "boolean", "any"]


@dataclass(frozen=True, slots=True)
class RelationColumn:
    """A column of a canonical relation."""

    name: str
    type: ColumnType
    required: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A canonical relation; `anchor` is the time column that puts a row into a period."""

    name: str
    anchor: str
    columns: tuple[RelationColumn, ...]


@dataclass(frozen=True, slots=True)
class RelationMapping:
    """How a workspace fills one relation: a table (or file) with renames, or a SELECT.

    `columns` maps canonical names to source columns; unnamed columns map to themselves.
    `dimensions` maps dimension names to source columns.
    `weekdays` are the days on which rows are expected (0 = Monday). Where rows may be absent on
    any day, `covered_by` names the relation whose rows tell that a day was recorded.
    """

    relation: str
    table: str = ""
    select: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    zone: str = ""
    known_at: str = ""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    covered_by: str = ""
    source: str = ""


def _relation(name: str, anchor: str, required: str, optional: str = "") -> Relation:
    """Build a relation from 'name:type' words."""

    def column(word: str, *, needed: bool) -> RelationColumn:
        label, _, kind = word.partition(":")
        return RelationColumn(label, kind or "text", needed)  # type: ignore[arg-type]

    needed = tuple(column(word, needed=True) for word in required.split())
    extra = tuple(column(word, needed=False) for word in optional.split())
    return Relation(name, anchor, needed + extra)


# A row's own name: one that stands twice makes counts too high.
KEYS: Mapping[str, str] = {"predictions": "prediction_id"}

CANONICAL: Mapping[str, Relation] = {
    relation.name: relation
    for relation in (
        _relation("events", "occurred_at", "user_id occurred_at:instant name", "value:money"),
        _relation("users", "signed_up_at", "user_id", "signed_up_at:instant is_internal:boolean"),
        _relation(
            "predictions",
            "occurred_at",
            "prediction_id occurred_at:instant model",
            "version user_id score:number predicted:any status latency_ms:number "
            "first_token_ms:number input_tokens:integer output_tokens:integer "
            "cached_tokens:integer cost_usd:money",
        ),
        _relation("outcomes", "occurred_at", "prediction_id known_at:instant label:any"),
        _relation(
            "feedback",
            "occurred_at",
            "occurred_at:instant kind",
            "prediction_id user_id value:number",
        ),
        _relation(
            "evaluations",
            "evaluated_at",
            "evaluated_at:instant suite item_id model version passed:boolean",
            "score:number judge human_label",
        ),
        _relation(
            "tool_calls",
            "occurred_at",
            "occurred_at:instant tool status",
            "prediction_id error_class",
        ),
        _relation("exposures", "exposed_at", "exposed_at:instant experiment variant user_id"),
        _relation(
            "releases",
            "released_at",
            "released_at:instant release_id",
            "component model version title kind failed_at:instant recovered_at:instant",
        ),
        _relation("changes", "committed_at", "committed_at:instant change_id", "release_id kind"),
        _relation("market", "observed_on", "observed_on:day series value:number"),
    )
}

# Relations that have rows only now and then. Where nothing else is said, the days on which they
# were recorded are those of the first mapped relation of use.
RARE = frozenset({"users", "evaluations", "exposures", "releases", "changes", "market"})
OF_USE = ("events", "predictions")

"""The relations of a product as the warehouse has them: mapped, derived, or not there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.errors import ContractError
from reports.values.relation import CANONICAL, RelationMapping
from reports.values.workspace import Product
from reports.warehouse.dialect import quoted
from reports.warehouse.engine import Database
from reports.warehouse.instants import Place, TimeColumn, read_storage
from reports.warehouse.numerics import find_mistyped
from reports.warehouse.sources import Source, SourceColumn, Sources, map_columns, place_of

DERIVED = {"first_seen": "events"}
BOUND = ("period", "segment", "day", "at_s", "in_period")


@dataclass(frozen=True, slots=True)
class View:
    """A mapped relation: its source, exposed columns, and time columns by canonical name.

    `anchor` is empty where rows have no time of their own.
    """

    name: str
    source: Source
    columns: Mapping[str, SourceColumn]
    times: Mapping[str, TimeColumn]
    anchor: str
    known_at: TimeColumn | None = None
    dimensions: tuple[str, ...] = ()

    @property
    def anchor_column(self) -> TimeColumn | None:
        """Return the time column that puts a row into a period."""
        return self.times.get(self.anchor)


@dataclass(slots=True)
class Relations:
    """Looks at relations once, when they are first asked for."""

    database: Database
    product: Product
    sources: Sources
    _views: dict[str, View] = field(default_factory=dict)
    _mistyped: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return all relations a query may name."""
        mapped = tuple(self.product.relations)
        return mapped + tuple(name for name, base in DERIVED.items() if base in mapped)

    def view(self, name: str) -> View:
        """Return a mapped relation.

        Raises: ContractError if it, or a relation it rests on, is not mapped or not as promised.
        """
        if name not in self._views:
            mapping = self.product.relations.get(name)
            if mapping is None:
                raise ContractError(f"{name} is not mapped", where=f"review.toml, relation {name}")
            self._views[name] = self._read(mapping)
        return self._views[name]

    def internal_users(self) -> View | None:
        """Return the users relation if it tells internal users apart."""
        if "users" not in self.product.relations:
            return None
        users = self.view("users")
        return users if "is_internal" in users.columns else None

    def columns(self, name: str) -> frozenset[str]:
        """Return the columns a query may name in a relation."""
        view = self.view(DERIVED.get(name, name))
        if name == "first_seen":
            own = {"user_id", view.anchor, *view.dimensions}
        else:
            own = set(view.columns) - set(BOUND)
            own |= {f"{time}_s" for time in times_in_seconds(view)}
        anchored = self._anchor(name)
        if anchored is None:
            return frozenset(own | {"segment"})
        bound = set(BOUND) - ({"at_s"} if anchored.storage == "date" else set())
        return frozenset(own | bound)

    def mistyped(self, name: str) -> Mapping[str, str]:
        """Return the columns of a relation that should be numbers and are not, with what they are.

        SQLite would add a text as 0 and say nothing.
        """
        view = self.view(DERIVED.get(name, name))
        if view.name not in self._mistyped:
            self._mistyped[view.name] = find_mistyped(self.database, view.source, view.columns)
        return self._mistyped[view.name]

    def segments(self, name: str) -> frozenset[str]:
        """Return the dimensions a relation can be cut by."""
        view = self.view(DERIVED.get(name, name))
        texts = {column.name for column in view.columns.values() if column.type == "text"}
        texts = {text for text in texts if not text.endswith("_id")}
        if name == "first_seen":
            return frozenset(view.dimensions)
        inherited = self.segments("predictions") if name == "outcomes" else frozenset()
        return frozenset(texts | set(view.dimensions)) | inherited

    def _anchor(self, name: str) -> TimeColumn | None:
        """Return the anchor of a relation, which for outcomes is their prediction's."""
        base = "predictions" if name == "outcomes" else DERIVED.get(name, name)
        return self.view(base).anchor_column

    def _read(self, mapping: RelationMapping) -> View:
        source = self.sources.open(mapping)
        columns = {column.name: column for column in map_columns(mapping, source)}
        times = {
            name: self._time(mapping, source, column)
            for name, column in columns.items()
            if column.type in {"instant", "day"}
        }
        known = self._known_at(mapping, source, times)
        dimensions = tuple(name for name, _ in mapping.dimensions)
        anchor = _anchor_name(mapping, columns)
        return View(mapping.relation, source, columns, times, anchor, known, dimensions)

    def _known_at(
        self, mapping: RelationMapping, source: Source, times: Mapping[str, TimeColumn]
    ) -> TimeColumn | None:
        if not mapping.known_at:
            return times.get("known_at")
        own = source.find(mapping.known_at)
        if own is None:
            raise ContractError(
                f"{mapping.relation}.known_at: {source.label} has no column {mapping.known_at}",
                where=place_of(mapping),
                got=", ".join(source.types),
            )
        column = SourceColumn("known_at", "instant", own, source.types[own])
        return self._time(mapping, source, column)

    def _time(self, mapping: RelationMapping, source: Source, column: SourceColumn) -> TimeColumn:
        place = Place(mapping.relation, column.name, mapping.zone, place_of(mapping))
        bare = TimeColumn(f"src.{quoted(column.own)}", "date")
        if column.type == "day" and "WITH TIME ZONE" not in column.own_type:
            return bare
        return read_storage(self.database, f"{source.table} AS src", bare, column.own_type, place)


def seconds_columns(view: View) -> tuple[str, ...]:
    """Return the time columns, besides the anchor, that are also given as epoch seconds."""
    return tuple(
        name for name, time in view.times.items() if name != view.anchor and time.storage != "date"
    )


def times_in_seconds(view: View) -> Mapping[str, TimeColumn]:
    """Return the times that are also given as epoch seconds: when a row became known is one."""
    found = {name: view.times[name] for name in seconds_columns(view)}
    known = view.known_at
    return {"known_at": known, **found} if known and known.storage != "date" else found


def _anchor_name(mapping: RelationMapping, columns: Mapping[str, SourceColumn]) -> str:
    """Return the column that anchors a relation.

    Raises: ContractError for a relation of the workspace's own without a time.
    """
    canonical = CANONICAL.get(mapping.relation)
    if canonical:
        return canonical.anchor if canonical.anchor in columns else ""
    for name in ("occurred_at", "day"):
        if name in columns:
            return name
    raise ContractError(
        f"{mapping.relation} has no time column",
        where=place_of(mapping),
        expected="a column occurred_at or day",
        got=", ".join(columns),
    )

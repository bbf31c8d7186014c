"""Relations as inline subqueries: filtered, dated, with period and segment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from reports.values.calendar import Calendar, epoch_day
from reports.warehouse.binding import PeriodBinding
from reports.warehouse.dialect import Dialect, mark_parameter, quoted
from reports.warehouse.instants import (
    Span,
    TimeColumn,
    clock_day,
    local_day,
    raw_filter,
    utc_clock,
)
from reports.warehouse.relations import BOUND, DERIVED, Relations, View, times_in_seconds
from reports.warehouse.sources import exposed

TOP_VALUES = 50
OTHER = "other"
_AS_OF = "bound_as_of"


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL with marked placeholders, the names of its columns, and the placeholders' values."""

    sql: str
    columns: tuple[str, ...]
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Writes the rows of relations over one span of days, as known at one instant.

    `dimension` adds a column `segment_value` where a relation has it; `used` names the columns
    that are read, in small letters: engines plan wide subqueries slowly.
    """

    relations: Relations
    calendar: Calendar
    span: Span
    as_of: datetime | None = None
    dimension: str | None = None
    used: frozenset[str] = frozenset()

    @property
    def _dialect(self) -> Dialect:
        return self.relations.database.dialect

    def rows(self, name: str) -> Fragment:
        """Return the rows of a relation before periods are bound."""
        if name == "outcomes":
            return self._outcomes()
        if name == "first_seen":
            return self._first_seen()
        view = self.relations.view(name)
        return self.plain(view, dated=bool(view.anchor))

    def plain(self, view: View, *, dated: bool) -> Fragment:
        """Return the rows of a mapped relation, with their days if they are `dated`."""
        database = self.relations.database
        items = self._own_items(view)
        tests = self._internal_test(view)
        parameters: dict[str, object] = {}
        if dated:
            items += self._dated_items(view)
            more, parameters = self._span_tests(view)
            tests += more
        if self.as_of and view.known_at:
            tests.append(self._until_as_of(view.known_at))
            parameters[_AS_OF] = self._as_of_ticks()
        if self.dimension in self.relations.segments(view.name) & set(view.columns):
            own = exposed(database, view.columns[str(self.dimension)])
            value = f"COALESCE({self._dialect.text(own)}, 'unknown')"
            items.append(("segment_value", value))
        sql = _select(items or [("one", "1")], f"{view.source.table} AS src", tests)
        return Fragment(sql, tuple(name for name, _ in items), parameters)

    def _own_items(self, view: View) -> list[tuple[str, str]]:
        """Return the columns that are used, without those that place a row in a period."""
        times = [(f"{name}_s", column) for name, column in times_in_seconds(view).items()]
        return [
            (name, exposed(self.relations.database, column))
            for name, column in view.columns.items()
            if name not in BOUND and name.lower() in self.used
        ] + [
            (seconds, self._seconds(column))
            for seconds, column in times
            if seconds.lower() in self.used
        ]

    def _dated_items(self, view: View) -> list[tuple[str, str]]:
        anchor = view.times[view.anchor]
        day = local_day(self._dialect, anchor, self.calendar, self.span)
        if anchor.storage == "date" or "at_s" not in self.used:
            return [("day", day)]
        return [("at_s", self._seconds(anchor)), ("day", day)]

    def _span_tests(self, view: View) -> tuple[list[str], dict[str, object]]:
        anchor = view.times[view.anchor]
        test, parameters = raw_filter(self._dialect, anchor, self.calendar, self.span, view.name)
        tests = [test]
        if anchor.storage in {"naive", "text"}:
            day = local_day(self._dialect, anchor, self.calendar, self.span)
            low = [] if self.span.low is None else [f"{day} >= {self.span.low}"]
            tests += [*low, f"{day} < {self.span.high}"]
        if self.as_of:
            if anchor.storage == "date":
                last = epoch_day(self.calendar.local_day(self.as_of))
                tests.append(f"{self._dialect.date_day(anchor.expression)} <= {last}")
            else:
                tests.append(self._until_as_of(anchor))
                parameters[_AS_OF] = self._as_of_ticks()
        return tests, parameters

    def _internal_test(self, view: View) -> list[str]:
        """Leave internal users out of every relation that has users."""
        users = self.relations.internal_users()
        if users is None or "user_id" not in view.columns:
            return []
        internal = exposed(self.relations.database, users.columns["is_internal"])
        if view.name == "users":
            return [f"({internal}) IS NOT {self._dialect.true()}"]
        own, theirs = view.columns["user_id"], users.columns["user_id"]
        left, right = f"src.{quoted(own.own)}", f"internal.{quoted(theirs.own)}"
        if own.own_type != theirs.own_type:
            left, right = self._dialect.text(left), self._dialect.text(right)
        same = f"{right} = {left} AND {internal.replace('src.', 'internal.')}"
        users_table = f"{users.source.table} AS internal"
        return [f"NOT EXISTS (SELECT 1 FROM {users_table} WHERE {same})"]  # noqa: S608 quoted names

    def _outcomes(self) -> Fragment:
        """Return the latest outcome of each prediction, anchored at the prediction."""
        view, predictions = (self.relations.view(name) for name in ("outcomes", "predictions"))
        reader = self._using("prediction_id", "label", "known_at", "known_at_s", "at_s")
        outcomes, parents = reader.plain(view, dated=False), reader.rows("predictions")
        own = [name for name in outcomes.columns if name != "segment_value"]
        items = [(name, f"o.{quoted(name)}") for name in own]
        items += [(name, f"p.{name}") for name in ("at_s", "day") if name in parents.columns]
        for alias, rows in (("o", outcomes), ("p", parents)):
            if "segment_value" in rows.columns:
                items.append(("segment_value", f"{alias}.segment_value"))
                break
        names = tuple(name for name, _ in items)
        left, right = self._comparable("prediction_id", ("o", view), ("p", predictions))
        latest = quoted("known_at_s" if "known_at_s" in own else "known_at")
        label = self._dialect.ordered_text(self._dialect.text('o."label"'))
        # Of predictions that share an id the first is the parent.
        first = "".join(f", p.{name}" for name in ("at_s", "day") if name in parents.columns)
        first += ", p.segment_value" if "segment_value" in parents.columns else ""
        order = f"o.{latest} DESC NULLS LAST, {label}{first}"
        place = f"ROW_NUMBER() OVER (PARTITION BY {left} ORDER BY {order})"
        joined = f"({outcomes.sql}) AS o JOIN ({parents.sql}) AS p ON {left} = {right}"
        ranked = _select([*items, ("place", place)], joined, [])
        kept = [(name, f"l.{quoted(name)}") for name in names]
        sql = _select(kept, f"({ranked}) AS l", ["l.place = 1"])
        return Fragment(sql, names, {**parents.parameters, **outcomes.parameters})

    def _first_seen(self) -> Fragment:
        """Return each user's first event ever, with its dimensions."""
        view = self.relations.view(DERIVED["first_seen"])
        cuts = [name for name in view.dimensions if name.lower() in self.used]
        reader = replace(self._using("user_id", "at_s"), span=Span(None, self.span.high))
        base = reader.rows(view.name)
        clock = "at_s" if "at_s" in base.columns else "day"
        times = {clock: f"MIN(e.{clock})", "day": reader.first_day(view)}
        cuts += ["segment_value"] if "segment_value" in base.columns else []
        firsts = [("user_id", "e.user_id"), *times.items()]
        if view.anchor in base.columns and view.anchor not in times:
            firsts.append((view.anchor, f"MIN(e.{quoted(view.anchor)})"))
        known = f"({base.sql}) AS e"
        first = _select(firsts, known, ["e.user_id IS NOT NULL"]) + "\nGROUP BY e.user_id"
        names = [name for name, _ in firsts]
        tests = [] if self.span.low is None else [f"f.day >= {self.span.low}"]
        items = [(name, f"f.{quoted(name)}") for name in names]
        if cuts:
            # Of several events at the same first instant the least value is taken.
            text, ordered = self._dialect.text, self._dialect.ordered_text
            items += [(cut, f"MIN({ordered(text(f'e.{quoted(cut)}'))})") for cut in cuts]
            same = f"e.user_id = f.user_id AND e.{clock} = f.{clock}"
            sql = _select(items, f"({first}) AS f JOIN {known} ON {same}", tests)
            sql += "\nGROUP BY " + ", ".join(f"f.{quoted(name)}" for name in names)
        else:
            sql = _select(items, f"({first}) AS f", tests)
        return Fragment(sql, (*names, *cuts), base.parameters)

    def first_day(self, view: View) -> str:
        """Return the day of the first of rows `e`; from an instant it is worked out only once."""
        if view.times[view.anchor].storage not in {"zoned", "epoch"}:
            return "MIN(e.day)"
        clock = self._dialect.clock_of("MIN(e.at_s)")
        return clock_day(self._dialect, clock, self.calendar, self.span)

    def _using(self, *names: str) -> Self:
        return replace(self, used=self.used | set(names))

    def _comparable(self, name: str, *sides: tuple[str, View]) -> list[str]:
        """Return a column of two relations by alias, as texts where the types differ."""
        types = {view.columns[name].own_type for _, view in sides}
        keep = len(types) == 1
        columns = [f"{alias}.{quoted(name)}" for alias, _ in sides]
        return columns if keep else [self._dialect.text(column) for column in columns]

    def _seconds(self, column: TimeColumn) -> str:
        return self._dialect.seconds(utc_clock(self._dialect, column, self.span))

    def _until_as_of(self, column: TimeColumn) -> str:
        clock = utc_clock(self._dialect, column, self.span)
        return f"({clock}) <= {mark_parameter(_AS_OF)}"

    def _as_of_ticks(self) -> float:
        at_s = self.as_of.timestamp() if self.as_of else 0.0
        return round(at_s * self._dialect.ticks) if self._dialect.ticks > 1 else at_s


def bound_relation(rows: Fragment, binding: PeriodBinding, top: str, dialect: Dialect) -> str:
    """Return a relation's inline subquery with period and segment.

    `top` is the subquery of the segment values that keep their name, or empty.
    """
    names = [name for name in rows.columns if name != "segment_value"]
    items = [(name, f"r.{quoted(name)}") for name in names]
    origin = f"({rows.sql}{dialect.fence() if binding.heavy and 'day' in names else ''}) AS r"
    tests = []
    if "day" in names:
        items.append(("period", binding.period))
        origin = f"{origin}\n{binding.join}" if binding.join else origin
        tests = [binding.condition] if binding.condition else []
        if binding.in_period:
            items.append(("in_period", binding.in_period))
    segment = "'all'"
    if top and "segment_value" in rows.columns:
        origin += f"\nLEFT JOIN ({top}) AS kept ON kept.value = r.segment_value"
        segment = f"CASE WHEN kept.value IS NULL THEN '{OTHER}' ELSE r.segment_value END"
    items.append(("segment", dialect.text(segment)))
    return "(" + _select(items, origin, tests) + ")"


def top_values(rows: Fragment, dialect: Dialect) -> str:
    """Return the subquery of the most frequent segment values, ties by name."""
    order = f"t.row_count DESC, {dialect.ordered_text('t.value')}"
    counted = (
        "SELECT r.segment_value AS value, COUNT(*) AS row_count "  # noqa: S608 text of ours
        f"FROM ({rows.sql}) AS r GROUP BY r.segment_value"
    )
    ranked = f"SELECT t.value, ROW_NUMBER() OVER (ORDER BY {order}) AS place FROM ({counted}) AS t"  # noqa: S608 as above
    return f"SELECT k.value FROM ({ranked}) AS k WHERE k.place <= {TOP_VALUES}"  # noqa: S608 as above


def _select(items: Sequence[tuple[str, str]], origin: str, tests: Sequence[str]) -> str:
    columns = ",\n  ".join(f"{expression} AS {quoted(name)}" for name, expression in items)
    where = "\nWHERE " + "\n  AND ".join(tests) if tests else ""
    return f"SELECT\n  {columns}\nFROM {origin}{where}"

"""The warehouse of one product: queries in, facts out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlglot import exp

from reports.errors import ContractError, DefinitionError, ReportError
from reports.values.calendar import Period
from reports.values.fact import FactColumns, FactTable, Freshness
from reports.values.query import Query, Reads
from reports.values.relation import KEYS
from reports.values.workspace import Product, WarehouseSource
from reports.warehouse.binding import bind_periods, span_of, windows_of
from reports.warehouse.conform import conform
from reports.warehouse.conform_table import conform_table
from reports.warehouse.dialect import mark_relation
from reports.warehouse.engine import Database
from reports.warehouse.fingerprint import bound_value, fingerprint_of
from reports.warehouse.freshness import freshness_of, repeated_keys, row_counts
from reports.warehouse.guard import tables_of
from reports.warehouse.knowledge import Knowledge
from reports.warehouse.preparation import Prepared
from reports.warehouse.relations import DERIVED, Relations
from reports.warehouse.releases import release_days
from reports.warehouse.resolution import check_columns, check_numbers
from reports.warehouse.sources import Sources
from reports.warehouse.statement import Statement
from reports.warehouse.subquery import RowReader, bound_relation, top_values

_MEASURED = ("DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC")


class Warehouse:
    """A read-only view of one product's data through its canonical relations."""

    def __init__(
        self, source: WarehouseSource, product: Product, known: Knowledge | None = None
    ) -> None:
        """Connect; what was learned at an earlier connection can be brought along.

        Raises: ConfigError or ContractError if that is not possible.
        """
        self._product = product
        self._database = Database(source)
        self._relations = Relations(self._database, product, Sources(self._database, source.files))
        self._known = known or Knowledge()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def compile(
        self,
        query: Query,
        periods: Sequence[Period],
        *,
        dimension: str | None = None,
        as_of: datetime | None = None,
    ) -> Statement:
        """Return the one statement that answers a query for all asked periods.

        Raises: DefinitionError if the guard refuses it, ContractError if it cannot be answered.
        """
        if not periods:
            raise ContractError(f"query {query.name} was asked for no period", where=_place(query))
        prepared = self._prepare(query)
        self._check(query, prepared.tree, dimension)
        base = RowReader(
            self._relations,
            self._product.calendar,
            span_of(windows_of(periods, query.reads)),
            as_of,
            dimension,
            self._used(query, prepared),
        )
        binder = _Binder(query, tuple(periods), base)
        text, parameters = binder.assemble(prepared)
        product = self._product
        parameters |= {name: bound_value(query, product, name) for name in query.parameters}
        sql, names = self._database.dialect.finish(text)
        return Statement(sql, {name: parameters[name] for name in names})

    def extract(
        self,
        query: Query,
        periods: Sequence[Period],
        *,
        dimension: str | None = None,
        as_of: datetime | None = None,
    ) -> FactColumns:
        """Answer a query for all asked periods with one statement.

        Raises: DefinitionError or ContractError naming the query.
        """
        if not periods:
            return FactColumns()
        statement = self.compile(query, periods, dimension=dimension, as_of=as_of)
        return conform(query, periods, self._database.run(statement, where=_place(query)))

    def extract_table(
        self,
        query: Query,
        periods: Sequence[Period],
        *,
        dimension: str | None = None,
        as_of: datetime | None = None,
    ) -> FactTable:
        """Answer a table query for all asked periods with one statement.

        Raises: DefinitionError or ContractError naming the query.
        """
        if not periods:
            return FactTable()
        statement = self.compile(query, periods, dimension=dimension, as_of=as_of)
        return conform_table(query, periods, self._database.run(statement, where=_place(query)))

    def fingerprint(self, query: Query, *, dimension: str | None = None) -> str:
        """Return the hash of everything that decides on a query's numbers, prose excepted."""

        def find() -> str:
            return fingerprint_of(query, self._prepare(query).tree, self._product, dimension)

        return self._known.fingerprint(query, dimension, find)

    def can_answer(self, query: Query, *, dimension: str | None = None) -> ReportError | None:
        """Return why a query cannot be computed here, or is refused by the guard, or nothing."""
        return self._known.problem(query, dimension, lambda: self._problem(query, dimension))

    def require_connection(self) -> None:
        """See that no query failed because the server went away.

        Raises: ContractError if the connection was lost.
        """
        self._database.require_connection()

    def relations(self) -> tuple[str, ...]:
        """Return the mapped relations and those derived from them."""
        return self._relations.names

    def has_time(self, relation: str) -> bool:
        """Tell whether the rows of a relation have a time of their own."""
        return "day" in self._relations.columns(relation)

    def is_daily(self, relation: str) -> bool:
        """Tell whether the rows of a mapped relation carry a day of their own, not an instant."""
        view = self._relations.view(relation)
        return bool(view.anchor) and view.columns[view.anchor].type == "day"

    def is_measured(self, relation: str, column: str) -> bool:
        """Tell whether a column holds measured numbers, which no two rows need to share."""
        found = self._relations.view(relation).columns.get(column)
        return found is not None and found.own_type.startswith(_MEASURED)

    def mistyped(self, relation: str) -> Mapping[str, str]:
        """Return the columns that should be numbers and are not, with what they are."""
        return self._relations.mistyped(relation)

    def has_known_at(self, query: Query) -> bool:
        """Tell whether some relation of a query says when a row became known."""
        return any(
            self._relations.view(DERIVED.get(name, name)).known_at is not None
            for name in query.relations
        )

    def freshness(
        self, relation: str, *, until: datetime, as_of: datetime | None = None
    ) -> Freshness:
        """Return rows, oldest and newest time of a relation before an instant."""
        return freshness_of(self._relations, relation, until=until, as_of=as_of)

    def day_counts(self) -> Mapping[str, Query]:
        """Return a query per relation that has a time, counting its rows."""
        return {
            name: row_counts(name)
            for name in self._product.relations
            if "day" in self._relations.columns(name)
        }

    def key_counts(self) -> Mapping[str, Query]:
        """Return a query per relation whose rows have a key, counting keys that repeat."""
        return {
            name: repeated_keys(name, key)
            for name, key in KEYS.items()
            if name in self._product.relations
        }

    def release_query(self) -> Query | None:
        """Return the query of releases by day and label, where releases are mapped."""
        if "releases" not in self._product.relations:
            return None
        return release_days(self._relations.columns("releases"))

    def _prepare(self, query: Query) -> Prepared:
        """Read and guard a query when it is first asked for."""
        return self._known.prepare(query, self._database.dialect.name)

    def _problem(self, query: Query, dimension: str | None) -> ReportError | None:
        try:
            self._check(query, self._prepare(query).tree, dimension)
        except (ContractError, DefinitionError) as error:
            return error
        return None

    def _used(self, query: Query, prepared: Prepared) -> frozenset[str]:
        """Return the columns a query needs; a star needs every one."""
        if not prepared.starred:
            return prepared.names
        every = frozenset().union(*map(self._relations.columns, query.relations))
        return prepared.names | {name.lower() for name in every}

    def _check(self, query: Query, tree: exp.Query, dimension: str | None) -> None:
        """Refuse what this workspace cannot answer.

        Raises: ContractError with the reason.
        """
        where = _place(query)
        for name in query.relations:
            if name not in self._relations.names:
                raise ContractError(f"{name} is not mapped", where=where)
        for name in query.parameters:
            value = bound_value(query, self._product, name)
            if not isinstance(value, (str, int, float)):
                what = "is not set" if value is None else "is no text, number or truth value"
                raise ContractError(
                    f"parameter {name} {what}", where=where, next_step="set it under parameters"
                )
        if dimension and dimension not in self._relations.segments(_main(query, tree)):
            raise ContractError(f"{_main(query, tree)} has no dimension {dimension}", where=where)
        check_columns(tree, self._relations.columns, where)
        mistyped = {name: self._relations.mistyped(name) for name in query.relations}
        check_numbers(tree, self._relations.columns, mistyped, where)


class _Binder:
    """Puts relations, macros and placeholders of one query into its text."""

    def __init__(self, query: Query, periods: tuple[Period, ...], reader: RowReader) -> None:
        self._query = query
        self._periods = periods
        self._reader = reader
        self._dialect = reader.relations.database.dialect

    def assemble(self, prepared: Prepared) -> tuple[str, dict[str, object]]:
        """Return the SQL with marked placeholders, and the values of ours."""
        tree, text = prepared.tree, prepared.text
        main = _main(self._query, tree)
        parameters: dict[str, object] = {}
        top = ""
        if self._reader.dimension:
            rows = replace(self._reader_of(main)[0], used=frozenset()).rows(main)
            top, parameters = top_values(rows, self._dialect), dict(rows.parameters)
        for name in {table.name for table in tables_of(tree)}:
            reader, reads = self._reader_of(name)
            rows = reader.rows(name)
            binding = bind_periods(
                self._dialect,
                windows_of(self._periods, reads),
                widened=reads.window != "period",
            )
            inline = bound_relation(rows, binding, top, self._dialect)
            text = text.replace(mark_relation(name), inline)
            parameters |= rows.parameters
        return text, parameters

    def _reader_of(self, name: str) -> tuple[RowReader, Reads]:
        """Return the reader of a relation; a derived one knows all history by itself."""
        reads = self._query.reads
        if name in DERIVED and reads.window == "history":
            reads = Reads()
        return replace(self._reader, span=span_of(windows_of(self._periods, reads))), reads


def _main(query: Query, tree: exp.Query) -> str:
    """Return the relation a query takes its segment from: the first it declares."""
    return query.relations[0] if query.relations else next(tables_of(tree)).name


def _place(query: Query) -> str:
    return query.source or f"query {query.name}"

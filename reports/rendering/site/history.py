"""The published history of a KPI: what was stated of each week, and what was restated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reports.rendering.site.definitions import DefinitionSpan, definition_spans, redefined
from reports.values.calendar import Calendar
from reports.values.kpi import Kpi
from reports.values.ledger import PublishedReading, ReviewKey, StatedReading
from reports.values.reading import Reading
from reports.values.signal import NormalRange, Signal
from reports.values.site import ArchivedReview, KpiExtract, ProductArchive

Limits = Sequence[float | None]
Extracts = Mapping[ReviewKey, KpiExtract]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of a week, the unit it was stated in, and the review that stated it first."""

    reading: Reading
    unit: str
    key: ReviewKey


@dataclass(frozen=True, slots=True)
class Restatement:
    """A number that a later review stated otherwise; `redefined` if its definition had changed."""

    week_label: str
    was: Statement
    now: Statement
    redefined: bool = False


@dataclass(frozen=True, slots=True)
class StatedWeek:
    """A week: what was stated last, how it was restated on the way there, and its signal."""

    label: str
    last: Statement
    restatements: tuple[Restatement, ...] = ()
    signal: Signal | None = None

    @property
    def year(self) -> str:
        """Return the year that the week's label has."""
        return self.label[:4]


@dataclass(frozen=True, slots=True)
class KpiHistory:
    """Everything published of a KPI.

    Shape: `weeks` oldest first; `definitions` in the order of the reviews that used them; `limits`
    are centre, lower and upper limit by the first day of a week, `normal` those of the newest week
    that has some. `current` tells that the newest review of the product still holds the KPI.
    """

    kpi: Kpi
    weeks: tuple[StatedWeek, ...]
    definitions: tuple[DefinitionSpan, ...]
    limits: Mapping[date, Limits]
    normal: NormalRange | None = None
    current: bool = True

    @property
    def restatements(self) -> tuple[Restatement, ...]:
        """Return all restatements, those of the newest weeks first."""
        return tuple(one for week in reversed(self.weeks) for one in week.restatements)

    @property
    def newest(self) -> StatedWeek:
        """Return the newest week."""
        return self.weeks[-1]


def histories_of(product: ProductArchive) -> tuple[KpiHistory, ...]:
    """Return the history of each KPI: those of the newest review in its order, then the others."""
    reviews = [one for one in product.reviews if one.extract is not None]
    reviews.sort(key=_known)
    extracts = _by_kpi(reviews)
    newest = max(reviews, key=lambda one: one.published.key).extract if reviews else None
    current = [one.definition.name for one in newest.kpis] if newest else []
    stated = {
        kpi: tuple(found) for kpi, found in groupby(product.statements, lambda s: s.reading.kpi)
    }
    names = [*current, *sorted(set(stated) - set(current))]
    return tuple(
        _history(name, stated[name], extracts.get(name, {}), current=name in current)
        for name in names
        if name in stated
    )


def _known(review: ArchivedReview) -> tuple[object, ...]:
    return review.published.as_of, review.published.key


def _by_kpi(reviews: Sequence[ArchivedReview]) -> Mapping[str, Extracts]:
    """Sort what reviews hold by KPI, in the order of what they knew."""
    found: dict[str, dict[ReviewKey, KpiExtract]] = {}
    for review in reviews:
        for one in review.extract.kpis if review.extract else ():
            found.setdefault(one.definition.name, {})[review.published.key] = one
    return found


def _history(
    name: str, stated: Sequence[StatedReading], extracts: Extracts, *, current: bool
) -> KpiHistory:
    spans = definition_spans(extracts)
    kpi = spans[-1].definition if spans else _unknown(name)
    ranged = {key: one.normal for key, one in extracts.items() if one.normal is not None}
    normal = ranged[max(ranged)] if ranged else None
    signals = {key.week_label: one.signal for key, one in extracts.items()}
    weeks = tuple(
        _week(tuple(found), kpi, extracts, signals)
        for _, found in groupby(stated, key=lambda one: one.reading.period)
    )
    return KpiHistory(kpi, weeks, spans, _limits(extracts), normal, current)


def _week(
    stated: Sequence[StatedReading],
    kpi: Kpi,
    extracts: Extracts,
    signals: Mapping[str, Signal | None],
) -> StatedWeek:
    statements = [_statement(one, kpi, extracts) for one in stated]
    label = Calendar().week_label(stated[0].reading.period)
    found = _restated(label, statements, kpi, extracts)
    return StatedWeek(label, statements[-1], tuple(found), signals.get(label))


def _statement(stated: StatedReading, kpi: Kpi, extracts: Extracts) -> Statement:
    known = extracts.get(stated.stated_in)
    unit = known.definition.unit if known else kpi.unit
    return Statement(_reading(stated.reading), unit, stated.stated_in)


def _reading(published: PublishedReading) -> Reading:
    return Reading(published.period, published.value, published.status, n=published.n)


def _restated(
    label: str, statements: Sequence[Statement], kpi: Kpi, extracts: Extracts
) -> Iterator[Restatement]:
    """Give what differs by more than the KPI's tolerance; a first value is no restatement."""
    told: Statement | None = None
    for now in statements:
        if told is None:
            told = now if now.reading.value is not None else None
        elif _differs(told, now, kpi.tolerance):
            yield Restatement(label, told, now, redefined(told.key, now.key, extracts))
            told = now


def _differs(was: Statement, now: Statement, tolerance: float) -> bool:
    before, after = was.reading.value, now.reading.value
    if before is None or after is None:
        return before is not after
    return was.unit != now.unit or abs(after - before) > tolerance * abs(before)


def _limits(extracts: Extracts) -> Mapping[date, Limits]:
    """Return the limits of each week as the last review that covers it drew them."""
    return {
        day: limits
        for one in extracts.values()
        if one.normal is not None
        for day, *limits in zip(
            one.weeks, one.normal.centre, one.normal.lower, one.normal.upper, strict=False
        )
    }


def _unknown(name: str) -> Kpi:
    """Stand in for a definition that no whole review holds."""
    return Kpi(name, name, "", "number", "none", "", "total")

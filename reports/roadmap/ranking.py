"""Items in order, in tiers rather than a false order, with what changed since the last review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.roadmap.scores import beats, missing, score
from reports.values.roadmap import Mark, Method, RoadmapItem, ScoredItem, Span90

# Neighbours this close to a coin flip share a tier.
_SAME_TIER = (0.4, 0.6)
FEWEST_BETS = 10
# How far a measured reach may lie off from week to week is taken as a tenth to either side.
_MEASURED_SPREAD = 0.1
_MOVED = 0.05
_DONE = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Measured:
    """The mean reach of the last four weeks, and the last week."""

    mean: float
    last: float

    @property
    def change(self) -> float | None:
        """Return the last week against the mean, as a fraction."""
        return self.last / self.mean - 1 if self.mean else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known beside the guesses.

    Shape: `reach` by item; `hits` by area, how many scored bets did what was hoped, of how many;
    `before` the marks of the last review.
    """

    reach: Mapping[str, Measured]
    hits: Mapping[str, tuple[int, int]]
    before: Mapping[str, Mark]


def rank(
    items: Sequence[RoadmapItem], method: Method, evidence: Evidence
) -> tuple[ScoredItem, ...]:
    """Return the open items, scored ones first, the highest median on top; ties by name."""
    still = [item for item in items if item.status not in _DONE]
    told = [_scored(item, method, evidence) for item in still]
    order = sorted(
        (one for one in told if one.score), key=lambda one: (-_median(one), one.item.name)
    )
    placed = _tiers(order)
    unscored = sorted((one for one in told if not one.score), key=lambda one: one.item.name)
    return tuple(_moved(one, method) for one in (*placed, *unscored))


def hits_by_area(
    items: Sequence[RoadmapItem], scored: Mapping[str, bool]
) -> dict[str, tuple[int, int]]:
    """Return how many scored bets of each area did what was hoped, of how many.

    A bet belongs to the areas of the items that name it, done and dropped ones included.
    """
    bets: dict[str, set[str]] = {}
    for item in items:
        bets.setdefault(item.area, set()).update(name for name in item.bets if name in scored)
    return {
        area: (sum(scored[name] for name in names), len(names))
        for area, names in bets.items()
        if area and names
    }


def mark_of(one: ScoredItem) -> Mark:
    """Return what the next review compares with."""
    item = one.item
    return Mark(
        item=item.name,
        reach=one.measured if one.measured is not None else _middle(item.reach),
        impact=_middle(item.impact),
        effort=_middle(item.effort),
        confidence=one.confidence,
        median=one.score.median if one.score else None,
        rank=one.rank,
    )


def reach_span(item: RoadmapItem, measured: Measured | None) -> Span90 | None:
    """Return the measured reach with its spread, else the guess."""
    if measured is not None and measured.mean > 0:
        return measured.mean * (1 - _MEASURED_SPREAD), measured.mean * (1 + _MEASURED_SPREAD)
    return item.reach


def _scored(item: RoadmapItem, method: Method, evidence: Evidence) -> ScoredItem:
    measured = evidence.reach.get(item.name)
    reach = reach_span(item, measured)
    hits, scored = evidence.hits.get(item.area, (0, 0))
    known = scored >= FEWEST_BETS and hits > 0
    confidence = hits / scored if known else item.confidence
    lacks = missing(item, method, reach)
    return ScoredItem(
        item=item,
        score=score(item, method, reach, confidence),
        reason=f"without {' and '.join(lacks)}" if lacks else "",
        measured=measured.mean if measured else None,
        measured_change=measured.change if measured else None,
        confidence=confidence,
        confidence_from=scored if known else 0,
        before=evidence.before.get(item.name),
    )


def _tiers(order: Sequence[ScoredItem]) -> list[ScoredItem]:
    found: list[ScoredItem] = []
    tier = 1
    for at, one in enumerate(order):
        below = order[at + 1] if at + 1 < len(order) else None
        chance = beats(one.score, below.score) if one.score and below and below.score else None
        found.append(replace(one, rank=at + 1, tier=tier, beats_next=chance))
        if chance is not None and not _SAME_TIER[0] < chance < _SAME_TIER[1]:
            tier += 1
    return found


def _moved(one: ScoredItem, method: Method) -> ScoredItem:
    """Say what changed since the last review, as far as the marks tell."""
    if one.before is None:
        return one
    now = mark_of(one)
    pairs = [
        ("impact re-estimated", one.before.impact, now.impact),
        ("effort re-estimated", one.before.effort, now.effort),
        ("bets of its area scored", one.before.confidence, now.confidence),
    ]
    if method == "rice":
        pairs.insert(0, ("reach moved", one.before.reach, now.reach))
    moved = tuple(
        what for what, then, since in pairs if then and since and abs(since / then - 1) > _MOVED
    )
    return replace(one, moved=moved)


def _median(one: ScoredItem) -> float:
    return one.score.median if one.score else 0.0


def _middle(span: Span90 | None) -> float | None:
    """Return the median of a lognormal value."""
    return None if span is None else float((span[0] * span[1]) ** 0.5)

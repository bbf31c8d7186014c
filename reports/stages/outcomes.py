"""What came of each bet, from what was read already: never a query of a bet's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.retrospectives.own_history import LevelChange, level_change
from reports.retrospectives.verdicts import grade, guard, inside, judge
from reports.stages.arms import TOLD_FOR, observe_arms, visible_so_far
from reports.stages.evidence import explained_weeks
from reports.stages.material import Shelf
from reports.stages.segments import segment_series
from reports.values.assessment import Assessment
from reports.values.bet import Bet
from reports.values.calendar import Period, epoch_day
from reports.values.kpi import Better
from reports.values.outcome import BetOutcome, GuardedKpi, Method, Observed
from reports.values.retrospective import PlacedBet

_PLACEBO_WEEKS = 4


@dataclass(frozen=True, slots=True)
class _Weeks:
    """Weeks of a KPI that have a value, oldest first."""

    periods: tuple[Period, ...]
    values: tuple[float, ...]
    counts: tuple[int, ...]


def outcomes(
    shelf: Shelf, assessment: Assessment, bets: Sequence[PlacedBet], released: Mapping[str, date]
) -> tuple[BetOutcome, ...]:
    """Return what came of bets; those not due yet say only how large an effect would be seen.

    What was due more than eight weeks ago is told in the reviews of that time.

    Shape: `released` has the day of each release that is known.
    """
    judge_one = _Judge(shelf, assessment, released)
    oldest = shelf.job.week.last_day - TOLD_FOR
    return tuple(judge_one.outcome(one) for one in bets if one.bet.review_on > oldest)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What the bets of one review are judged by."""

    shelf: Shelf
    assessment: Assessment
    released: Mapping[str, date]

    def outcome(self, placed: PlacedBet) -> BetOutcome:
        """Return what came of a bet, or what could be seen of one that is open."""
        bet = placed.bet
        weeks = self._weeks(bet.kpi, bet)
        if placed.state == "running":
            open_grade = grade(self._method(bet), written_before=placed.written_before)
            return BetOutcome(bet, open_grade, None, None, detectable=self._visible(bet, weeks))
        day = self.released.get(bet.subject) if bet.basis == "release" else None
        observed = self._observed(bet, bet.kpi, weeks, day)
        return BetOutcome(
            bet=bet,
            grade=grade(
                observed.method if observed else "none", written_before=placed.written_before
            ),
            observed=observed,
            verdict=judge(observed, bet.expected, self._better(bet.kpi)),
            inside=inside(observed, bet.expected),
            guardrails=self._guarded(bet, day),
            decision=placed.judged,
            reason=observed.invalid if observed else self._why_not(bet, day),
        )

    def _observed(self, bet: Bet, name: str, weeks: _Weeks, day: date | None) -> Observed | None:
        """Return what was seen of a KPI: between arms, or since the release."""
        if bet.basis == "experiment":
            return observe_arms(self.shelf, bet, name)
        return None if day is None else _observe(weeks, day)

    def _visible(self, bet: Bet, weeks: _Weeks) -> float | None:
        """Return how large an effect of an open bet would have to be."""
        if bet.basis == "release":
            return _detectable(weeks)
        observed = observe_arms(self.shelf, bet, bet.kpi)
        return visible_so_far(observed) if observed else None

    def _method(self, bet: Bet) -> Method:
        return "experiment" if bet.basis == "experiment" else "own history"

    def _guarded(self, bet: Bet, day: date | None) -> tuple[GuardedKpi, ...]:
        found = []
        for one in bet.guardrails:
            observed = self._observed(bet, one.kpi, self._weeks(one.kpi), day)
            state = guard(observed, one.margin, self._better(one.kpi))
            found.append(GuardedKpi(one, observed, state))
        return tuple(found)

    def _better(self, name: str) -> Better:
        return next((kpi.better for kpi in self.assessment.kpis if kpi.name == name), "none")

    def _why_not(self, bet: Bet, day: date | None) -> str:
        if bet.basis == "experiment":
            return "The arms of the experiment were not read."
        if day is None:
            return "The release is not known."
        return "Too few weeks before or after the release have a value."

    def _weeks(self, name: str, bet: Bet | None = None) -> _Weeks:
        """Return the weeks of a KPI, of the segment of a bet where it has one."""
        if bet is not None and bet.segment is not None:
            return self._segment(name, *bet.segment)
        there = [r for r in self.assessment.weekly.get(name, ()) if r.status == "ok"]
        full = [(r.period, r.value, r.n) for r in there if r.value is not None]
        return _laid_out(full)

    def _segment(self, name: str, dimension: str, segment: str) -> _Weeks:
        series = self.shelf.extraction.evidence.segments.get((name, dimension))
        if series is None:
            return _Weeks((), (), ())
        weeks = explained_weeks(self.shelf.job)
        start, end = epoch_day(weeks[0].start), epoch_day(weeks[-1].end)
        facts = self.shelf.store.facts.load(series, start=start, end=end)
        found = segment_series([facts[one] for one in series], weeks).get(segment)
        if found is None:
            return _Weeks((), (), ())
        cells = zip(found.weeks, found.first, found.second, found.n, strict=True)
        return _laid_out(
            [(w, top / below if below else top, n) for w, top, below, n in cells if top is not None]
        )


def _laid_out(rows: Sequence[tuple[Period, float, int]]) -> _Weeks:
    return _Weeks(
        tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows)
    )


def _observe(weeks: _Weeks, day: date) -> Observed | None:
    """Return the change of level since a release; the week it went out in belongs to neither side.

    One that went out on the first day of a week leaves that week whole.
    """
    kept = [i for i, one in enumerate(weeks.periods) if not one.start < day < one.end]
    after = [i for i in kept if weeks.periods[i].start >= day]
    if not after:
        return None
    found = level_change([weeks.values[i] for i in kept], len(kept) - len(after))
    if found is None:
        return None
    level = sum(weeks.values[i] for i in after) / len(after) - found.value
    span = Period(weeks.periods[after[0]].start, weeks.periods[after[-1]].end, "rolling")
    return _relative(found, level, sum(weeks.counts[i] for i in after), span)


def _relative(found: LevelChange, level: float, n: int, span: Period) -> Observed | None:
    if level <= 0:
        return None
    value, low, high = found.value / level, found.low / level, found.high / level
    return Observed(value, low, high, n, span, "own history")


def _detectable(weeks: _Weeks) -> float | None:
    """Return the half-width that four weeks after a release would have had on the past."""
    count = len(weeks.values)
    found = level_change(weeks.values, count - _PLACEBO_WEEKS)
    level = sum(weeks.values) / count if count else 0
    return None if found is None or level <= 0 else (found.high - found.low) / 2 / level

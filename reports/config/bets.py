"""`[[bets]]` and `[[learnings]]` of `iterations.toml` become values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from reports.config.bet_schema import BetGuardrailKeys, BetKeys, GoalKeys, LearningKeys
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.record_schema import IterationKeys
from reports.config.sections import read_section
from reports.values.bet import Basis, Bet, BetGuardrail, Effect, Goal, Learning

Value = TypeVar("Value")

_SHARES_MISS = 1e-6


def read_goals(keys: IterationKeys, path: KeyPath, problems: Problems) -> tuple[Goal, ...]:
    """Return the goals of an iteration."""
    found = [
        read_section(GoalKeys, goal, (*path, "goals", index), problems)
        for index, goal in enumerate(keys.goals)
    ]
    return tuple(Goal(goal.says, goal.objective) for goal in found if goal is not None)


def read_bets(
    entries: Iterator[tuple[BetKeys, KeyPath]], iterations: Sequence[str], problems: Problems
) -> Iterator[Bet]:
    """Yield the bets; each has a name of its own."""
    seen: set[str] = set()
    for keys, path in entries:
        if keys.name in seen:
            what = f"two bets are called {clipped(keys.name)}"
            problems.add(Problem((*path, "name"), what, "a name of its own for each"))
        seen.add(keys.name)
        _check_iteration(keys, path, iterations, problems)
        bet = _bet(keys, path, problems)
        if bet is not None:
            yield bet


def read_learnings(
    entries: Iterator[tuple[LearningKeys, KeyPath]], bets: Sequence[str], problems: Problems
) -> Iterator[Learning]:
    """Yield the learnings; the bet they name must be one of the file."""
    for keys, path in entries:
        refuse_unknown_bet(keys.bet, bets, path, problems)
        yield Learning(
            keys.says, keys.on, keys.applies_to, keys.evidence, keys.bet, tuple(keys.products)
        )


def refuse_unknown_bet(name: str, bets: Sequence[str], path: KeyPath, problems: Problems) -> None:
    """Refuse the name of a bet that the file does not have."""
    if name and name not in bets:
        problems.add(
            Problem(
                (*path, "bet"),
                f"no bet is called {clipped(name)}",
                expected=f"one of {', '.join(bets)}" if bets else "a table [[bets]] of that name",
                next_step=suggestion(name, tuple(bets)) or "write the bet down first",
            )
        )


def _bet(keys: BetKeys, path: KeyPath, problems: Problems) -> Bet | None:
    basis = _basis(keys, path, problems)
    effect = _effect(keys, path, problems)
    segment = _single(keys.segment, (*path, "segment"), problems)
    unexposed = _single(keys.unexposed, (*path, "unexposed"), problems)
    _check_shares(keys, path, problems)
    guardrails = _guardrails(keys, path, problems)
    if basis is None or effect is None:
        return None
    return Bet(
        name=keys.name,
        hypothesis=keys.hypothesis,
        kpi=keys.kpi,
        expected=effect,
        probability=keys.probability,
        rule=keys.rule,
        owner=keys.owner,
        review_on=keys.review_on,
        written_on=keys.written_on,
        basis=basis,
        subject=keys.experiment or keys.release,
        segment=segment,
        guardrails=guardrails,
        iteration=keys.iteration,
        control=keys.control,
        shares=tuple(keys.shares.items()),
        unexposed_dimension=unexposed[0] if unexposed else "",
        unexposed=tuple(unexposed[1]) if unexposed else (),
        products=tuple(keys.products),
    )


def _basis(keys: BetKeys, path: KeyPath, problems: Problems) -> Basis | None:
    """Return what the bet is judged by: an experiment or a release, never both."""
    if bool(keys.experiment) == bool(keys.release):
        what = "a bet is on an experiment or on a release"
        expected = 'experiment = "…" or release = "…", as the warehouse names it'
        problems.add(Problem(path, what, expected, "both" if keys.release else "neither"))
        return None
    return "experiment" if keys.experiment else "release"


def _effect(keys: BetKeys, path: KeyPath, problems: Problems) -> Effect | None:
    """Return the expected effect inside its interval."""
    low, high = keys.interval
    if not low <= keys.expected <= high or low == high:
        problems.add(
            Problem(
                (*path, "interval"),
                "the interval does not hold the expected effect",
                expected="[low, high] around expected, which holds it four times in five",
                got=f"{low:g} to {high:g} around {keys.expected:g}",
            )
        )
        return None
    return Effect(keys.expected, low, high)


def _guardrails(keys: BetKeys, path: KeyPath, problems: Problems) -> tuple[BetGuardrail, ...]:
    found = [
        read_section(BetGuardrailKeys, entry, (*path, "guardrails", index), problems)
        for index, entry in enumerate(keys.guardrails)
    ]
    return tuple(BetGuardrail(one.kpi, one.margin) for one in found if one is not None)


def _single(
    given: Mapping[str, Value], path: KeyPath, problems: Problems
) -> tuple[str, Value] | None:
    """Return the only entry of a table, or nothing."""
    if len(given) > 1:
        what = "more than one dimension"
        problems.add(Problem(path, what, '{ platform = "mobile" }', ", ".join(given)))
    return next(iter(given.items()), None)


def _check_shares(keys: BetKeys, path: KeyPath, problems: Problems) -> None:
    """See that planned shares belong to an experiment, name its control and make up the whole."""
    if not keys.shares:
        return
    whole = abs(sum(keys.shares.values()) - 1) < _SHARES_MISS
    if not keys.experiment or keys.control not in keys.shares or not whole:
        expected = f"shares of an experiment's variants, {keys.control} among them, that add to 1"
        problems.add(Problem((*path, "shares"), "these shares cannot be", expected))


def _check_iteration(
    keys: BetKeys, path: KeyPath, iterations: Sequence[str], problems: Problems
) -> None:
    if keys.iteration and keys.iteration not in iterations:
        what = f"no iteration is called {clipped(keys.iteration)}"
        expected = f"one of {', '.join(iterations)}" if iterations else "a table [[iterations]]"
        hint = suggestion(keys.iteration, tuple(iterations))
        problems.add(Problem((*path, "iteration"), what, expected, next_step=hint))

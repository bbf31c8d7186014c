"""`iterations.toml` becomes records: iterations, bets, decisions, actions and the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from reports.config.bet_schema import BetKeys, LearningKeys
from reports.config.bets import read_bets, read_goals, read_learnings, refuse_unknown_bet
from reports.config.documents import parse, read_text
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.record_schema import (
    ActionKeys,
    AnnotationKeys,
    DecisionKeys,
    IterationKeys,
    IterationsFileKeys,
    RebaseKeys,
    RecordKeys,
)
from reports.config.sections import read_section
from reports.values.bet import Bet, Learning
from reports.values.record import Action, Annotation, Decision, Iteration, Rebase, Records

FILE = "iterations.toml"

K = TypeVar("K", bound=RecordKeys)


def read_records(root: Path, products: tuple[str, ...]) -> Records:
    """Return what `iterations.toml` says, nothing where there is no such file.

    Raises: ConfigError, with every mistake of the file in one message.
    """
    text = read_text(root / FILE)
    return Records() if text is None else parse_records(text, products)


def parse_records(text: str, products: tuple[str, ...]) -> Records:
    """Return what a text says.

    Raises: ConfigError, with every mistake in one message.
    """
    document, problems = parse(text, FILE)
    refuse_unknown_tables(IterationsFileKeys, document, problems)
    reader = _Reader(document, products, problems)
    iterations = tuple(reader.iterations())
    bets = tuple(reader.bets([one.name for one in iterations]))
    names = [bet.name for bet in bets]
    records = Records(
        iterations=iterations,
        annotations=(*reader.annotations("annotation"), *reader.annotations("incident")),
        rebases=tuple(reader.rebases()),
        decisions=tuple(reader.decisions(names)),
        actions=tuple(reader.actions(names)),
        bets=bets,
        learnings=tuple(reader.learnings(names)),
    )
    if problems.found:
        raise problems.error()
    return records


def refuse_unknown_tables(
    model: type[RecordKeys], document: Mapping[str, object], problems: Problems
) -> None:
    """Refuse tables that a file of records cannot hold, and keys outside of tables."""
    known = tuple(model.model_fields)
    for key in document.keys() - set(known):
        problems.add(
            Problem(
                (key,),
                f"no table of this file is called {clipped(key)}",
                expected=" or ".join(f"[[{name}]]" for name in known),
                next_step=suggestion(key, known) or "remove it",
            )
        )
    read_section(model, {key: document[key] for key in known if key in document}, (), problems)


def read_each(
    model: type[K], table: str, document: Mapping[str, object], problems: Problems
) -> Iterator[tuple[K, KeyPath]]:
    """Yield the keys of each table of an array, and its path; add problems for the others."""
    entries = document.get(table)
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        path = (table, index)
        keys = read_section(model, entry, path, problems) if isinstance(entry, dict) else None
        if keys is not None:
            yield keys, path


def unknown_product(name: str, known: tuple[str, ...], path: KeyPath) -> Problem:
    """Return the problem that no product of the workspace has a name."""
    return Problem(
        path,
        f"no product is called {clipped(name)}",
        expected=f"one of {', '.join(known)}",
        next_step=suggestion(name, known) or "see the products in review.toml",
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """A parsed `iterations.toml`, the products it may name, and the mistakes so far."""

    document: Mapping[str, object]
    products: tuple[str, ...]
    problems: Problems

    def iterations(self) -> Iterator[Iteration]:
        """Yield the iterations; those of one product have names of their own."""
        seen: list[Iteration] = []
        for keys, path in read_each(IterationKeys, "iterations", self.document, self.problems):
            products = self.named(keys.products, path)
            self.refuse_disorder(keys.first_day, keys.last_day, path)
            goals = read_goals(keys, path, self.problems)
            found = Iteration(keys.name, keys.first_day, keys.last_day, keys.goal, products, goals)
            if any(_same_name(found, other) for other in seen):
                what = f"two iterations are called {clipped(keys.name)}"
                self.problems.add(Problem((*path, "name"), what, "a name of its own for each"))
            seen.append(found)
            yield found

    def annotations(self, kind: Literal["annotation", "incident"]) -> Iterator[Annotation]:
        """Yield remarks, or incidents in the data; one without an end lasts a day."""
        for keys, path in read_each(AnnotationKeys, f"{kind}s", self.document, self.problems):
            products = self.named(keys.products, path)
            days = self.days(keys, path)
            if days is not None:
                yield Annotation(kind, keys.text, *days, products, tuple(keys.kpis))

    def rebases(self) -> Iterator[Rebase]:
        """Yield the recorded causes of new limits."""
        for keys, path in read_each(RebaseKeys, "rebases", self.document, self.problems):
            products = self.named(keys.products, path)
            yield Rebase(keys.first_day, keys.cause, keys.by, products, tuple(keys.kpis))

    def bets(self, iterations: Sequence[str]) -> Iterator[Bet]:
        """Yield what was expected before shipping."""
        entries = read_each(BetKeys, "bets", self.document, self.problems)
        for bet in read_bets(entries, iterations, self.problems):
            self.named(bet.products, ("bets",))
            yield bet

    def learnings(self, bets: Sequence[str]) -> Iterator[Learning]:
        """Yield what was learned."""
        entries = read_each(LearningKeys, "learnings", self.document, self.problems)
        yield from read_learnings(entries, bets, self.problems)

    def decisions(self, bets: Sequence[str]) -> Iterator[Decision]:
        """Yield what has to be decided; an outcome needs its day, and the other way round."""
        for keys, path in read_each(DecisionKeys, "decisions", self.document, self.problems):
            if bool(keys.outcome) != (keys.decided_on is not None):
                what = "outcome and decided_on belong together"
                self.problems.add(Problem(path, what, "both, or neither while it is open"))
            refuse_unknown_bet(keys.bet, bets, path, self.problems)
            yield Decision(
                question=keys.question,
                owner=keys.owner,
                due=keys.due,
                decided_on=keys.decided_on,
                outcome=keys.outcome,
                products=self.named(keys.products, path),
                why=keys.why,
                would_change=keys.would_change,
                revisit_on=keys.revisit_on,
                bet=keys.bet,
                rule_followed=keys.rule_followed,
                worked=keys.worked,
            )

    def actions(self, bets: Sequence[str]) -> Iterator[Action]:
        """Yield what has to be done."""
        for keys, path in read_each(ActionKeys, "actions", self.document, self.problems):
            refuse_unknown_bet(keys.bet, bets, path, self.problems)
            yield Action(
                what=keys.what,
                owner=keys.owner,
                due=keys.due,
                closed_on=keys.closed_on,
                products=self.named(keys.products, path),
                opened_on=keys.opened_on,
                ended=keys.ended,
                kind=keys.kind,
                end_state=keys.end_state,
                effect=keys.effect,
                link=keys.link,
                bet=keys.bet,
                kpi=keys.kpi or "",
            )

    def days(self, keys: AnnotationKeys, path: KeyPath) -> tuple[date, date] | None:
        """Return the first and the last day of a remark, or None and a problem."""
        expected = "either on = 2026-09-21, or first_day and, if it lasts, last_day"
        beside = [key for key in ("first_day", "last_day") if getattr(keys, key) is not None]
        first = keys.on or keys.first_day
        if keys.on is not None and beside:
            what = f"on stands beside {' and '.join(beside)}"
            self.problems.add(Problem((*path, "on"), what, expected))
        elif first is None:
            self.problems.add(Problem(path, "the first day is missing", expected))
        else:
            last = keys.last_day or first
            self.refuse_disorder(first, last, path)
            return first, last
        return None

    def refuse_disorder(self, first: date, last: date, path: KeyPath) -> None:
        """Refuse an end before the beginning."""
        if last < first:
            what = "the last day lies before the first"
            expected = f"{first} or a later day"
            self.problems.add(Problem((*path, "last_day"), what, expected, str(last)))

    def named(self, names: Sequence[str], path: KeyPath) -> tuple[str, ...]:
        """Return the names of products; one the workspace does not have is a problem."""
        for index, name in enumerate(names):
            if name not in self.products:
                place = (*path, "products", index)
                self.problems.add(unknown_product(name, self.products, place))
        return tuple(names)


def _same_name(one: Iteration, other: Iteration) -> bool:
    """Tell whether a product would have two iterations of one name."""
    shared = set(one.products) & set(other.products)
    return one.name == other.name and bool(shared or not one.products or not other.products)

"""Rules that what is told of bets must keep: numbers with their ground, verbs within grades."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from reports.retrospectives.verdicts import allows
from reports.values.outcome import BetOutcome, Grade, Observed
from reports.values.record import Action

# What a reader takes for a claim of that strength.
_CLAIMS: Mapping[Grade, re.Pattern[str]] = MappingProxyType(
    {
        "A": re.compile(
            r"\b(caus(?:ed|es)|led to|leads to|because of|thanks to|due to|drove|brought)\b",
            re.IGNORECASE,
        ),
        "B": re.compile(r"\b(?:is|are|was|were) associated with\b", re.IGNORECASE),
    }
)


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that was not kept, by which bet, and how."""

    bet: str
    rule: str
    how: str


def breaches(
    outcomes: Sequence[BetOutcome],
    actions: Sequence[Action],
    texts: Mapping[str, str],
    today: date,
) -> tuple[Breach, ...]:
    """Return every rule not kept. Shape: `texts` by the name of the bet they speak of."""
    found: list[Breach] = []
    for one in outcomes:
        measured = [one.observed, *(item.observed for item in one.guardrails)]
        found.extend(_grounds(one.bet.name, [item for item in measured if item is not None]))
        found.extend(_verbs(one, texts.get(one.bet.name, "")))
        found.extend(_due(one, today))
        found.extend(_red(one, actions))
    return tuple(found)


def repeated(bet: str, in_text: Sequence[float], in_table: Sequence[float]) -> tuple[Breach, ...]:
    """Return the figures of a text that its table does not have."""
    known = set(in_table)
    return tuple(
        Breach(bet, "a figure in the text stands in the table", f"{value:g} does not")
        for value in in_text
        if value not in known
    )


def _grounds(bet: str, measured: Sequence[Observed]) -> Iterator[Breach]:
    for one in measured:
        ordered = one.low <= one.value <= one.high and one.low < one.high
        if not (one.invalid or (ordered and one.n > 0 and one.period.days > 0)):
            yield Breach(bet, "a number has n, interval and period", f"{one.value:g} has not")


def _verbs(one: BetOutcome, text: str) -> Iterator[Breach]:
    for strength, pattern in _CLAIMS.items():
        said = pattern.search(text)
        if said and not allows(one.grade, strength):
            how = f"{said[0]!r} needs grade {strength}, the evidence is {one.grade}"
            yield Breach(one.bet.name, "no verb above its grade", how)


def _due(one: BetOutcome, today: date) -> Iterator[Breach]:
    if one.bet.review_on <= today and one.verdict is None:
        yield Breach(one.bet.name, "a bet past its date has a verdict", "it has none")


def _red(one: BetOutcome, actions: Sequence[Action]) -> Iterator[Breach]:
    """A breach is answered by a decision on the bet, or an action on it or on the KPI."""
    for item in one.guardrails:
        kpi, bet = item.guardrail.kpi, one.bet.name
        answered = one.decision is not None or any(
            action.bet == bet or action.kpi == kpi for action in actions
        )
        if item.state == "breached" and not answered:
            yield Breach(bet, "a red guardrail has a decision or an action", f"{kpi} has none")

"""Verdicts on bets and the rules that what is told of them must keep."""

from dataclasses import replace
from datetime import date

import pytest

from reports.retrospectives.rules import Breach, breaches, repeated
from reports.retrospectives.verdicts import allows, grade, guard, inside, judge
from reports.values.bet import Bet, BetGuardrail, Effect
from reports.values.calendar import Period
from reports.values.outcome import BetOutcome, GuardedKpi, Observed
from reports.values.record import Action, Decision

WEEKS = Period(date(2026, 3, 2), date(2026, 3, 30), "rolling")
HOPED = Effect(0.20, 0.05, 0.35)
BET = Bet(
    name="one-click export",
    hypothesis="Fewer steps bring more exports",
    kpi="exports",
    expected=HOPED,
    probability=0.6,
    rule="All if exports rise",
    owner="product manager",
    review_on=date(2026, 4, 6),
    written_on=date(2026, 2, 24),
    basis="experiment",
    subject="one_click",
)


def seen(low: float, high: float, *, invalid: str = "") -> Observed:
    """Return an effect in the middle of its interval."""
    return Observed((low + high) / 2, low, high, 900, WEEKS, "experiment", invalid)


@pytest.mark.parametrize(
    ("observed", "verdict"),
    [
        (seen(0.01, 0.40), "worked"),
        (seen(-0.40, -0.01), "harmed"),
        (seen(-0.05, 0.10), "did no harm"),
        (seen(-0.11, 0.10), "not detectable yet"),
        (seen(-0.05, 0.21), "not detectable yet"),
        (seen(-0.50, 0.50), "not detectable yet"),
        (seen(0.01, 0.40, invalid="the split missed its plan"), "invalid"),
        (None, "invalid"),
    ],
)
def test_a_wide_interval_is_never_no_effect(observed: Observed | None, verdict: str) -> None:
    """An interval around zero is no harm only where gain and loss are both excluded."""
    assert verdict == judge(observed, HOPED)


def test_a_hoped_for_fall_turns_win_and_harm_around() -> None:
    """What falls as expected worked, what rises instead harmed."""
    fall = Effect(-0.20, -0.35, -0.05)
    assert "worked" == judge(seen(-0.3, -0.1), fall)
    assert "harmed" == judge(seen(0.1, 0.3), fall)
    assert "harmed" == judge(seen(0.1, 0.3), Effect(0.0, -0.02, 0.02), "lower")


@pytest.mark.parametrize(
    ("method", "before", "expected"),
    [
        ("experiment", True, "A"),
        ("experiment", None, "A"),
        ("experiment", False, "C"),
        ("unexposed group", False, "C"),
        ("own history", False, "C"),
        ("none", False, "D"),
    ],
)
def test_what_was_written_afterwards_is_graded_no_better_than_c(method, before, expected) -> None:
    """The grade follows the method, and hindsight caps it."""
    assert expected == grade(method, written_before=before)


def test_a_grade_allows_its_own_verb_and_weaker_ones() -> None:
    """Evidence of grade B never allows the verb of an experiment."""
    assert [False, True, True, True] == [allows("B", verb) for verb in ("A", "B", "C", "D")]


@pytest.mark.parametrize(
    ("low", "high", "better", "state"),
    [
        (-0.02, 0.10, "higher", "kept"),
        (-0.10, 0.10, "higher", "unclear"),
        (-0.20, -0.06, "higher", "breached"),
        (0.06, 0.20, "lower", "breached"),
        (-0.20, 0.01, "lower", "kept"),
        (0.06, 0.20, "none", "breached"),
        (-0.04, 0.04, "none", "kept"),
        (-0.02, 0.10, "none", "unclear"),
    ],
)
def test_a_guardrail_is_kept_only_where_a_loss_beyond_its_margin_is_excluded(
    low, high, better, state
) -> None:
    """An unclear guardrail is not a kept one."""
    assert state == guard(seen(low, high), 0.05, better)


def test_the_effect_is_set_beside_what_was_expected() -> None:
    """An invalid effect is neither inside nor outside."""
    assert [True, False, None, None] == [
        inside(one, HOPED)
        for one in (seen(0.1, 0.3), seen(0.5, 0.7), seen(0.1, 0.3, invalid="split"), None)
    ]


def outcome(**changes: object) -> BetOutcome:
    """Return the outcome of a bet that keeps every rule."""
    base = BetOutcome(BET, "C", seen(0.05, 0.25), "worked", inside=True)
    return replace(base, **changes)  # type: ignore[arg-type]


def rules_of(one: BetOutcome, *, text: str = "", actions: tuple[Action, ...] = ()) -> list[str]:
    """Return the rules an outcome breaks on a day after its review."""
    return [b.rule for b in breaches([one], actions, {BET.name: text}, date(2026, 4, 7))]


def test_each_rule_is_found_broken_and_kept() -> None:
    """Numbers need ground, verbs evidence, due bets verdicts, red guardrails an answer."""
    assert [] == rules_of(outcome(), text="The release coincided with more exports.")
    assert ["no verb above its grade"] == rules_of(outcome(), text="It caused more exports.")
    assert [] == rules_of(outcome(grade="A"), text="It caused more exports.")
    assert ["a bet past its date has a verdict"] == rules_of(outcome(verdict=None))
    bare = replace(seen(0.05, 0.25), n=0)
    assert ["a number has n, interval and period"] == rules_of(outcome(observed=bare))


def test_a_red_guardrail_asks_for_a_decision_or_an_action() -> None:
    """A decision on the bet or an action on the KPI answers it; an unrelated action does not."""
    red = outcome(
        guardrails=(GuardedKpi(BetGuardrail("latency_p95", 0.05), seen(0.06, 0.2), "breached"),)
    )
    action = Action("Cache", "model lead", date(2026, 4, 20), kpi="latency_p95")
    decided = Decision("Keep?", "head of product", date(2026, 4, 8))
    rule = "a red guardrail has a decision or an action"
    assert [rule] == rules_of(red)
    assert [rule] == rules_of(red, actions=(replace(action, kpi="exports"),))
    assert [] == rules_of(red, actions=(action,))
    assert [] == rules_of(replace(red, decision=decided))


def test_a_figure_in_the_text_must_stand_in_the_table() -> None:
    """A figure that the table does not have is named."""
    told = Breach(BET.name, "a figure in the text stands in the table", "0.16 does not")
    assert (told,) == repeated(BET.name, [0.15, 0.16], [0.15, 0.05, 0.25])

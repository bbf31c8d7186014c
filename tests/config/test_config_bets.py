"""Bets, goals and learnings in iterations.toml."""

from datetime import date

import pytest

from reports.values.bet import Bet, BetGuardrail, Effect, Goal, Learning

FILE = "iterations.toml"
ITERATION = """
[[iterations]]
name = "2026-14"
first_day = 2026-10-19
last_day = 2026-11-01
goals = [{ says = "Half of the sessions export", objective = "useful" }]
"""
BET = """
[[bets]]
name = "one-click export"
iteration = "2026-14"
hypothesis = "Fewer steps bring more exports"
kpi = "exports"
segment = { plan = "free" }
expected = 0.2
interval = [0.05, 0.35]
probability = 0.6
rule = "Everybody gets it if exports rise"
guardrails = [{ kpi = "latency_p95", margin = 0.05 }]
experiment = "one_click"
shares = { control = 0.5, treatment = 0.5 }
owner = "product manager"
written_on = 2026-10-12
review_on = 2026-11-06
"""
RELEASED = BET.replace('experiment = "one_click"', 'release = "r7"').replace(
    "shares = { control = 0.5, treatment = 0.5 }", 'unexposed = { platform = ["web"] }'
)


def test_a_bet_is_read_with_all_it_says(load_beside):
    """An experiment's bet keeps effect, interval, guardrails and planned shares."""
    records = load_beside(FILE, ITERATION + BET).records

    assert (
        Bet(
            name="one-click export",
            hypothesis="Fewer steps bring more exports",
            kpi="exports",
            expected=Effect(0.2, 0.05, 0.35),
            probability=0.6,
            rule="Everybody gets it if exports rise",
            owner="product manager",
            review_on=date(2026, 11, 6),
            written_on=date(2026, 10, 12),
            basis="experiment",
            subject="one_click",
            segment=("plan", "free"),
            guardrails=(BetGuardrail("latency_p95", 0.05),),
            iteration="2026-14",
            shares=(("control", 0.5), ("treatment", 0.5)),
        ),
    ) == records.bets
    assert (Goal("Half of the sessions export", "useful"),) == records.iterations[0].goals


def test_a_release_may_name_whom_it_did_not_reach(load_beside):
    """A concurrent control is a dimension and its values."""
    bet = load_beside(FILE, ITERATION + RELEASED).records.bets[0]

    assert ("release", "r7", "platform", ("web",)) == (
        bet.basis,
        bet.subject,
        bet.unexposed_dimension,
        bet.unexposed,
    )


def test_decisions_actions_and_learnings_name_their_bet(load_beside):
    """What follows from a bet says so."""
    text = (
        '[[decisions]]\nquestion = "Ship?"\nowner = "pm"\ndue = 2026-11-20\n'
        'bet = "one-click export"\nwould_change = "A loss in week 4"\nrule_followed = true\n'
        'decided_on = 2026-11-09\noutcome = "Yes"\nrevisit_on = 2026-12-10\n'
        '[[actions]]\nwhat = "Cache"\nowner = "lead"\ndue = 2026-11-20\nkind = "prevent"\n'
        'bet = "one-click export"\nopened_on = 2026-11-02\nend_state = "p95 under 2 s"\n'
        '[[learnings]]\nsays = "Fewer steps help"\non = 2026-11-09\nbet = "one-click export"\n'
    )
    records = load_beside(FILE, ITERATION + BET + text).records

    assert ("one-click export", True) == (
        records.decisions[0].bet,
        records.decisions[0].rule_followed,
    )
    assert ("prevent", "p95 under 2 s") == (records.actions[0].kind, records.actions[0].end_state)
    assert (
        Learning("Fewer steps help", date(2026, 11, 9), bet="one-click export"),
    ) == records.learnings


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("interval = [0.05, 0.35]", "interval = [0.25, 0.35]", "does not hold the expected"),
        ("interval = [0.05, 0.35]", "interval = [0.05]", "interval"),
        ("probability = 0.6", "probability = 1.6", "probability"),
        ("probability = 0.6\n", "", "probability = 0.6"),
        ('experiment = "one_click"', "", "on an experiment or on a release"),
        ("treatment = 0.5", "treatment = 0.4", "these shares cannot be"),
        ('iteration = "2026-14"', 'iteration = "2026-41"', "no iteration is called 2026-41"),
        ('{ plan = "free" }', '{ plan = "free", country = "de" }', "more than one dimension"),
        ('kpi = "latency_p95", ', "", "kpi"),
        ("margin = 0.05", "margin = -1", "margin"),
        ('"one-click export"', '""', "an empty text"),
    ],
)
def test_what_is_wrong_with_a_bet_is_named(refusal_beside, old: str, new: str, told: str):
    """Every mistake names file and line, and what was expected."""
    assert old in BET
    error = str(refusal_beside(FILE, ITERATION + BET.replace(old, new, 1)))

    assert told in error
    assert FILE in error


def test_two_bets_of_one_name_and_an_unknown_bet_are_refused(refusal_beside):
    """Names lead from an action to its bet, so they are told apart."""
    action = '[[actions]]\nwhat = "x"\nowner = "y"\ndue = 2026-11-20\nbet = "one-click exprt"\n'
    told = str(refusal_beside(FILE, ITERATION + BET + BET + action))

    assert "two bets are called one-click export" in told
    assert "no bet is called one-click exprt" in told

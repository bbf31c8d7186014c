"""Decisions and actions in iterations.toml."""

from datetime import date

import pytest

from reports.values.record import Action, Decision

FILE = "iterations.toml"
OPEN = '[[decisions]]\nquestion = "Keep v2?"\nowner = "head of product"\ndue = 2026-11-20\n'
TAKEN = 'decided_on = 2026-11-18\noutcome = "Yes"\n'
ACTION = '[[actions]]\nwhat = "Cache"\nowner = "model lead"\ndue = 2026-11-20\n'


def test_decisions_and_actions_are_read(load_beside):
    """An open decision has no outcome, a closed action has a day."""
    records = load_beside(FILE, f"{OPEN}{TAKEN}{OPEN}{ACTION}closed_on = 2026-11-19\n").records
    due = date(2026, 11, 20)

    assert (
        Decision("Keep v2?", "head of product", due, date(2026, 11, 18), "Yes"),
        Decision("Keep v2?", "head of product", due),
    ) == records.decisions
    assert (Action("Cache", "model lead", due, date(2026, 11, 19)),) == records.actions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'{OPEN}outcome = "Yes"\n', "iterations.toml:1"),
        (f"{OPEN}decided_on = 2026-11-18\n", "outcome and decided_on belong together"),
        (ACTION.replace('owner = "model lead"\n', ""), 'owner = "model lead"'),
        (f"{ACTION}done = true\n", 'unknown key "done"'),
        (f'{ACTION}products = ["shop"]\n', "no product is called shop"),
    ],
)
def test_what_is_wrong_is_named(refusal_beside, text: str, told: str):
    """A decision half taken, a missing owner and unknown names are refused."""
    assert told in str(refusal_beside(FILE, text))

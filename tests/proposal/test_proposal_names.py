"""Names taken apart and recognised."""

import pytest

from reports.proposal.names import match, plain_words, tokens
from reports.proposal.tables import name_fitness
from reports.proposal.vocabulary import COLUMNS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("user_id", ("user", "id")),
        ("HTTPStatusCode", ("http", "status", "code")),
        ("Größe-Übersicht", ("groesse", "uebersicht")),
        ("café_état", ("cafe", "etat")),
        ("用户", ()),
        ("", ()),
    ],
)
def test_names_become_plain_words(name, expected):
    """Case, separators, umlauts and accents do not matter."""
    assert expected == plain_words(name)


def test_plurals_and_short_forms_are_the_same_word():
    """A plural is its singular, and a word that is cut short is the whole word."""
    assert tokens("usr_requests") == tokens("user_req")


@pytest.mark.parametrize(
    ("relation", "canonical", "better", "worse"),
    [
        ("events", "user_id", "userId", "user_group"),
        ("events", "occurred_at", "event_time", "last_time"),
        ("events", "occurred_at", "ts", "updated_at"),
        ("predictions", "latency_ms", "duration_ms", "first_token_ms"),
        ("predictions", "model", "model_name", "model_version"),
        ("predictions", "input_tokens", "promptTokens", "cached_prompt_tokens"),
        ("releases", "released_at", "deployed_at", "failed_at"),
        ("users", "signed_up_at", "registriert_am", "last_login_at"),
    ],
)
def test_the_fitting_name_wins(relation, canonical, better, worse):
    """Of two columns the one that is meant has the higher score."""
    known = COLUMNS[relation][canonical]

    assert match(tokens(better), known).score > match(tokens(worse), known).score


@pytest.mark.parametrize(
    ("table", "relation"),
    [
        ("user_events", "events"),
        ("analytics.fct_events", "events"),
        ("nutzer_aktionen", "events"),
        ("dim_customers", "users"),
        ("llm_calls", "predictions"),
        ("Modellanfragen", "predictions"),
        ("request_verdicts", "outcomes"),
        ("user_feedback", "feedback"),
        ("eval_runs", "evaluations"),
        ("tool_log", "tool_calls"),
        ("experiment_assignments", "exposures"),
        ("model_deployments", "releases"),
        ("git_commits", "changes"),
    ],
)
def test_the_last_word_of_a_table_decides(table, relation):
    """What a table is called after counts for more than what it is about."""
    scores = {name: name_fitness(name, table) for name in COLUMNS}

    assert relation == max(scores, key=lambda name: scores[name])

"""The words for what is judged."""

from dataclasses import replace
from datetime import date

import pytest
from review_sample_kpis import WEEK
from review_sample_signals import kpi_of, normal_of, signal_of

from reports.rendering.judgements import (
    guardrail_limit,
    limits_words,
    range_words,
    signal_glyph,
    signal_notes,
    signal_tone,
    signal_words,
    target_words,
)
from reports.values.document import Scorecard
from reports.values.objective import GuardrailState, TargetState, Waypoint
from reports.values.signal import NormalRange


def plain(text):
    """Write a no-break space as a space."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rule", "direction", "weeks", "expected"),
    [
        ("beyond_limit", "up", 1, ("▲", "Above limit")),
        ("beyond_limit", "down", 1, ("▼", "Below limit")),
        ("run_of_eight", "down", 8, ("◇", "Run of eight")),
        ("run_of_eight", "up", 11, ("◇", "Run of 11")),
        ("three_of_four", "down", 3, ("▽", "Near lower limit")),
        ("jump", "up", 1, ("◆", "Jump")),
        ("jump", "down", 1, ("◆", "Drop")),
    ],
)
def test_signal_is_named_by_its_rule(rule, direction, weeks, expected):
    """Every rule has a shape and words of its own."""
    signal = replace(signal_of("conversion"), rule=rule, direction=direction, weeks=weeks)

    assert expected == (signal_glyph(signal), signal_words(signal))


@pytest.mark.parametrize(
    ("favourable", "expected"),
    [
        (True, ("accent", "favourable, 3 weeks, provisional")),
        (False, ("warning", "adverse, 3 weeks, provisional")),
        (None, ("ink", "3 weeks, provisional")),
    ],
)
def test_good_and_bad_are_words_too(favourable, expected):
    """What the colour says stands in words beside it, with how long and how sure."""
    found = replace(
        signal_of("p95_latency"), favourable=favourable, weeks=3, provisional=True, known=""
    )

    assert expected == (signal_tone(found), signal_notes(found))


def test_known_cause_is_said():
    """A signal whose cause is recorded says so."""
    assert "adverse, cause known" == signal_notes(replace(signal_of("p95_latency"), known="x"))


@pytest.mark.parametrize(
    ("status", "odds", "cumulative", "expected"),
    [
        ("at risk", 0.41, False, "20.0 % by 31 Dec: at risk, P 41 %"),
        ("reached", 0.998, False, "20.0 % by 31 Dec: reached"),
        ("unknown", None, False, "20.0 % by 31 Dec: unknown"),
        ("off", 0.001, True, "sum 20.0 % by 31 Dec: off, P < 1 %"),
    ],
)
def test_target_has_goal_day_state_and_odds(status, odds, cumulative, expected):
    """Odds are left out where a target is decided or nothing is known."""
    goal = Waypoint(date(2026, 12, 31), 0.2)
    state = TargetState("x", goal, cumulative, None, None, None, odds, status, 7)

    assert expected == plain(target_words(state, "share", WEEK))


@pytest.mark.parametrize(
    ("better", "limit", "expected"),
    [
        ("higher", 0.52, "at least 52.0 %"),
        ("lower", 0.52, "at most 52.0 %"),
        ("none", 0.52, "limit 52.0 %"),
        ("lower", None, "guardrail"),
    ],
)
def test_guardrail_says_which_side_is_allowed(review, better, limit, expected):
    """A limit is a floor or a ceiling, by the direction that is better."""
    card = next(block for block in review.chapters[0].blocks if isinstance(block, Scorecard))
    row = replace(card.groups[0].rows[0], unit="share", better=better)
    state = GuardrailState("x", limit, None, None, None, "unknown")

    assert expected == plain(guardrail_limit(state, row))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("model_cost", "provisional limits, 14 weeks"),
        ("feedback_rate", "no limits: 5 of 12 weeks with enough data"),
        ("output_tokens", "limits from 15 weeks; re-based: larger model, recorded by Platform"),
        ("p95_latency", "limits from 20 weeks, 18 May 2026 to 4 Oct 2026"),
    ],
)
def test_limits_say_what_they_rest_on(name, expected):
    """Limits name their weeks, and whether they may still move."""
    _, found = kpi_of(name)

    assert expected == plain(limits_words(normal_of(name, found.history)))


def test_range_of_the_newest_week_or_why_there_is_none():
    """Without limits the reason stands in place of the range."""
    bare = NormalRange((None,), (None,), (None,), "none", reason="too few weeks")
    known = NormalRange((0.5,), (0.4,), (0.6,), "locked")
    found = [range_words(one, "share") for one in (bare, known, None)]

    assert ["too few weeks", "40.0 to 60.0 %", "\N{EN DASH}"] == [plain(one) for one in found]

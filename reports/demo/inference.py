"""What the model does: answers and the tool calls behind them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports.demo import story
from reports.demo.columns import instants, labels
from reports.demo.population import COUNTRIES, PLANS, PLATFORMS, Population
from reports.demo.timeline import SECOND_US, Flags, Floats, Ints, Timeline, stream
from reports.demo.usage import CODE, FEATURES, Actions

TOOLS = ("web_search", "calculator", "code_runner", "calendar")
ERROR_CLASSES = ("timeout", "bad_arguments", "upstream")

_ANSWERED_BY_MODEL_SHARE = 0.75
_ERROR_SHARE = 0.015
_LATENCY_MEDIAN_MS = 900.0
_LATENCY_SIGMA = 0.50
_FEATURE_LATENCY = np.array([1.0, 1.1, 1.3, 0.9])
_FEATURE_SUCCESS_LOGIT = np.array([1.35, 1.15, 1.50, 1.25])
_SCORE_SIGMA = 0.80
_INPUT_USD_PER_TOKEN = 5e-6
_CACHED_USD_PER_TOKEN = 5e-7
_OUTPUT_USD_PER_TOKEN = 25e-6
_TOOL_SHARE = 0.55
_TOOL_ERROR_SHARES = np.array([0.03, 0.01, 0.06, 0.02])


@dataclass(frozen=True, slots=True)
class Answers:
    """The model's answers, one entry each; `truth` is what a later check would find."""

    asked: Actions
    second_version: Flags
    failed: Flags
    score: Floats
    truth: Flags
    down: Flags

    @property
    def size(self) -> int:
        """Return the number of answers."""
        return self.asked.size


def build_answers(clock: Timeline, people: Population, messages: Actions) -> Answers:
    """Draw which messages the model answers, by which version, and how well."""
    rng = stream(5)
    asked = messages.take(np.flatnonzero(rng.random(messages.size) < _ANSWERED_BY_MODEL_SHARE))
    asked = asked.take(np.flatnonzero(asked.at_us < clock.end_us - SECOND_US))
    asked = asked.take(np.argsort(asked.at_us, kind="stable"))
    day = clock.day_of(asked.at_us)
    down = day == clock.begin(story.OUTAGE)
    share = np.clip((day - clock.begin(story.SLOW_MODEL) + 1) / story.ROLLOUT_DAYS, 0, 1)
    second = people.rollout_ticket[asked.user] < share
    failed = rng.random(asked.size) < np.where(down, story.OUTAGE_ERROR_SHARE, _ERROR_SHARE)
    logit = _FEATURE_SUCCESS_LOGIT[asked.feature] + rng.normal(0, _SCORE_SIGMA, asked.size)
    shift = story.V2_CODE_LOGIT_SHIFT * (second & (asked.feature == CODE))
    truth = rng.random(asked.size) < _share(logit + shift)
    return Answers(asked, second, failed, _share(logit), truth, down)


def predictions_frame(people: Population, answers: Answers) -> pd.DataFrame:
    """Return the table of answers; a failed one has no latency, score or cost."""
    asked, kept = answers.asked, ~answers.failed
    frame = pd.DataFrame(
        {
            "answer": np.arange(answers.size),
            "user": asked.user,
            "answered_at": instants(asked.at_us + SECOND_US // 5),
            "version": labels(answers.second_version.astype(np.int64), story.VERSIONS),
            "state": labels(answers.failed.astype(np.int64), ("ok", "error")),
            "confidence": np.where(kept, np.round(answers.score, 4), np.nan),
            "country": labels(people.country[asked.user], COUNTRIES),
            "plan": labels(people.plan[asked.user], PLANS),
            "platform": labels(people.platform[asked.user], PLATFORMS),
            "feature": labels(asked.feature, FEATURES),
        }
    )
    return frame.assign(**_timing(answers), **_metering(answers))


def _timing(answers: Answers) -> dict[str, Floats]:
    """Draw latencies: a version's own median and spread, longer for some features."""
    rng = stream(6)
    second = answers.second_version
    sigma = np.where(second, story.V2_LATENCY_SIGMA, _LATENCY_SIGMA)
    median = _LATENCY_MEDIAN_MS * _FEATURE_LATENCY[answers.asked.feature]
    median = median * np.where(second, story.V2_LATENCY_FACTOR, 1.0)
    latency = median * np.exp(rng.normal(0, 1, answers.size) * sigma)
    first = latency * rng.uniform(0.2, 0.4, answers.size)
    kept = ~answers.failed
    return {
        "latency_ms": np.where(kept, np.round(latency, 1), np.nan),
        "first_token_ms": np.where(kept, np.round(first, 1), np.nan),
    }


def _metering(answers: Answers) -> dict[str, Ints | Floats]:
    """Draw tokens and what they cost."""
    rng = stream(10)
    kept = ~answers.failed
    tokens_in = np.ceil(2600 * np.exp(rng.normal(0, 0.7, answers.size))).astype(np.int64)
    written = np.ceil(480 * np.exp(rng.normal(0, 0.6, answers.size))).astype(np.int64)
    tokens_out = np.where(kept, written, 0)
    cached = (tokens_in * np.where(rng.random(answers.size) < 0.3, 0.6, 0.0)).astype(np.int64)
    paid_in = (tokens_in - cached) * _INPUT_USD_PER_TOKEN + cached * _CACHED_USD_PER_TOKEN
    cost = np.where(kept, paid_in + tokens_out * _OUTPUT_USD_PER_TOKEN, 0.0)
    return {
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
        "tokens_cached": cached,
        "cost": np.round(cost, 4),
    }


def tools_frame(answers: Answers) -> pd.DataFrame:
    """Return the tool calls behind the answers."""
    rng = stream(9)
    calling = np.flatnonzero(rng.random(answers.size) < _TOOL_SHARE)
    tool = rng.choice(len(TOOLS), len(calling), p=[0.5, 0.2, 0.2, 0.1])
    risk = np.where(answers.down[calling], story.OUTAGE_ERROR_SHARE, _TOOL_ERROR_SHARES[tool])
    failed = rng.random(len(calling)) < risk
    error = np.where(failed, rng.choice(len(ERROR_CLASSES), len(calling), p=[0.5, 0.2, 0.3]), -1)
    at = answers.asked.at_us[calling] + 100_000
    return pd.DataFrame(
        {
            "answer": calling,
            "called_at": instants(at),
            "tool": labels(tool, TOOLS),
            "state": labels(failed.astype(np.int64), ("ok", "error")),
            "error_class": labels(error, ERROR_CLASSES),
        }
    )


def _share(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-logit))

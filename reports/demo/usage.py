"""What users do: sessions, messages, accepted answers, exports."""

from dataclasses import dataclass

import numpy as np

from reports.demo import story
from reports.demo.population import PLANS, PLATFORMS, VARIANTS, Population
from reports.demo.timeline import DAY_US, SECOND_US, Floats, Ints, Timeline, ranks, stream

FEATURES = ("chat", "write", "code", "search", "account")
CODE = FEATURES.index("code")
ACCOUNT = FEATURES.index("account")

_FEATURE_SHARES = np.array([0.40, 0.20, 0.22, 0.18])
_SESSIONS_PER_USER_DAY = 0.113
_FIRST_DAYS_BONUS = 1.2
_FIRST_DAYS_DECAY = 4.0
_BOUNCE_SHARE = 0.12
_MESSAGE_STOP_SHARE = 0.62
_PLAN_ACCEPTANCE = np.array([0.38, 0.72, 0.78])
_FEATURE_ACCEPTANCE = np.array([0.0, 0.02, -0.05, 0.03])
_EXPORT_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions of users, one entry each.

    Units: `at_us` in microseconds since 1970-01-01 UTC; user, day and feature are indexes.
    """

    user: Ints
    at_us: Ints
    feature: Ints

    @property
    def size(self) -> int:
        """Return the number of actions."""
        return len(self.user)

    def take(self, chosen: Ints) -> "Actions":
        """Return the chosen actions."""
        return Actions(self.user[chosen], self.at_us[chosen], self.feature[chosen])

    def later(self, after_us: Ints) -> "Actions":
        """Return the same actions, later."""
        return Actions(self.user, self.at_us + after_us, self.feature)


@dataclass(frozen=True, slots=True)
class Usage:
    """Everything users did, in the order of the steps."""

    sessions: Actions
    messages: Actions
    acceptances: Actions
    exports: Actions


def build_usage(clock: Timeline, people: Population) -> Usage:
    """Draw what the users do."""
    rng = stream(2)
    sessions = _within(clock, _sessions(rng, clock, people))
    messages = _within(clock, _messages(rng, sessions))
    accepted = _chosen(rng, _acceptance(clock, people, messages))
    acceptances = _within(clock, _delayed(rng, messages.take(accepted), 120))
    exported = _chosen(rng, _export(clock, people, acceptances))
    exports = _within(clock, _delayed(rng, acceptances.take(exported), 300))
    return Usage(sessions, messages, acceptances, exports)


def _sessions(rng: np.random.Generator, clock: Timeline, people: Population) -> Actions:
    user, day = _user_days(clock, people)
    age = day - people.joined_day[user]
    fresh = 1 + _FIRST_DAYS_BONUS * np.exp(-age / _FIRST_DAYS_DECAY)
    rate = _SESSIONS_PER_USER_DAY * people.intensity[user] * fresh
    steady = _steadiness(clock, day, people.plan[user], rate)
    outage = np.where(day == clock.begin(story.OUTAGE), story.OUTAGE_SESSION_FACTOR, 1.0)
    counts = rng.poisson(rate * steady * outage * clock.levels[day])
    rows = np.repeat(np.arange(len(user)), counts + (age == 0))
    at = clock.instants(day[rows], rng.beta(5.0, 4.0, len(rows)))
    shares = np.cumsum(_FEATURE_SHARES)[:-1]
    feature = np.searchsorted(shares, rng.random(len(rows))).astype(np.int64)
    since = people.joined_us[user[rows]] + (30 + 300 * rng.random(len(rows))) * SECOND_US
    return Actions(user[rows], np.maximum(at, since.astype(np.int64)), feature)


def _steadiness(clock: Timeline, day: Ints, plan: Ints, rate: Floats) -> Floats:
    """Return the factor that keeps each plan's appetite equal from week to week.

    Without it a few heavy users who come or leave would make the level wander, and the quiet
    stretch would not be quiet. The free plan is left alone once its campaign runs.
    """
    week = day // 7
    plans = len(PLANS)
    total = np.bincount(week * plans + plan, weights=rate, minlength=story.WEEKS * plans)
    total = total.reshape(story.WEEKS, plans)
    campaign = clock.begin(story.MIX_SHIFT) // 7
    factor = total[:campaign].mean(axis=0) / np.maximum(total, 1e-9)
    factor[campaign:, PLANS.index("free")] = 1.0
    return np.asarray(factor[week, plan])


def _user_days(clock: Timeline, people: Population) -> tuple[Ints, Ints]:
    """Return one entry per user and day of their stay."""
    start = np.maximum(people.joined_day, 0)
    lengths = np.maximum(np.minimum(people.left_day, clock.days) - start, 0)
    user = np.repeat(np.arange(people.size), lengths)
    return user, np.repeat(start, lengths) + ranks(lengths)


def _messages(rng: np.random.Generator, sessions: Actions) -> Actions:
    asked = rng.random(sessions.size) >= _BOUNCE_SHARE
    counts = np.where(asked, rng.geometric(_MESSAGE_STOP_SHARE, sessions.size), 0)
    rows = np.repeat(np.arange(sessions.size), counts)
    pause = (20 + ranks(counts) * 120 + 90 * rng.random(len(rows))) * SECOND_US
    return sessions.take(rows).later(pause.astype(np.int64))


def _acceptance(clock: Timeline, people: Population, messages: Actions) -> Floats:
    """Return the probability that each answer is accepted.

    It depends on plan, platform and feature alone, so that a campaign moves only the mix.
    """
    plan = _PLAN_ACCEPTANCE[people.plan[messages.user]]
    mobile = people.platform[messages.user] == PLATFORMS.index("mobile")
    released = messages.at_us >= clock.midnights_us[clock.begin(story.HELPED_SEGMENT)]
    gain = story.MOBILE_ACCEPTANCE_BEFORE + story.MOBILE_ACCEPTANCE_GAIN * released
    return np.asarray(plan + _FEATURE_ACCEPTANCE[messages.feature] + mobile * gain)


def _export(clock: Timeline, people: Population, acceptances: Actions) -> Floats:
    start = clock.midnights_us[clock.begin(story.EXPERIMENT)]
    end = clock.midnights_us[clock.week_start(story.EXPERIMENT.last_week) + 7]
    running = (acceptances.at_us >= start) & (acceptances.at_us < end)
    treated = people.variant[acceptances.user] == VARIANTS.index("treatment")
    return _EXPORT_SHARE * np.where(running & treated, story.TREATMENT_EXPORT_FACTOR, 1.0)


def _delayed(rng: np.random.Generator, actions: Actions, at_most_s: int) -> Actions:
    pause = (5 + (at_most_s - 5) * rng.random(actions.size)) * SECOND_US
    return actions.later(pause.astype(np.int64))


def _chosen(rng: np.random.Generator, probability: Floats) -> Ints:
    return np.flatnonzero(rng.random(len(probability)) < probability)


def _within(clock: Timeline, actions: Actions) -> Actions:
    """Leave out what would happen after the last day."""
    return actions.take(np.flatnonzero(actions.at_us < clock.end_us))


def loaded_us(clock: Timeline, at_us: Ints) -> Ints:
    """Return when events reach the warehouse: within the hour, but for the late day."""
    rng = stream(3)
    usual = at_us + ((5 + 50 * rng.random(len(at_us))) * 60 * SECOND_US).astype(np.int64)
    late = clock.begin(story.LATE_DAY)
    arrived = clock.midnights_us[late + story.LATE_DAY_LOADED_AFTER_DAYS] + DAY_US // 4
    return np.where(clock.day_of(at_us) == late, arrived, usual)

"""The users of the demo: when they come and go, how much they do, and their dimensions."""

from dataclasses import dataclass

import numpy as np

from reports.demo import story
from reports.demo.timeline import Flags, Floats, Ints, Timeline, stream

COUNTRIES = ("DE", "US", "FR", "GB", "IN", "BR")
PLANS = ("free", "pro", "team")
PLATFORMS = ("web", "desktop", "mobile")
VARIANTS = ("none", "control", "treatment")

_COUNTRY_SHARES = (0.30, 0.28, 0.14, 0.13, 0.09, 0.06)
_PLAN_SHARES = (0.58, 0.30, 0.12)
_PLATFORM_SHARES = (0.55, 0.20, 0.25)
_PLAN_INTENSITIES = np.array([1.0, 1.3, 1.6])
_INTERNAL_SHARE = 0.006
_INTERNAL_INTENSITY = 4.0
_INTENSITY_SIGMA = 0.80

_SIGNUPS_PER_WEEK = 332.0
_SIGNUP_WEEKDAYS = np.array([1.1, 1.15, 1.15, 1.1, 1.0, 0.75, 0.75])
# Three kinds of stay: a look around, a project, a habit.
_STAY_SHARES = np.array([0.35, 0.40, 0.25])
_STAY_MEAN_DAYS = np.array([7.0, 56.0, 315.0])
_PRODUCT_AGE_DAYS = 900


@dataclass(frozen=True, slots=True)
class Population:
    """One entry per user; dimensions are codes into the tuples above.

    Units: `joined_day` and `left_day` (exclusive) in days of the timeline, negative before it.
    """

    joined_day: Ints
    left_day: Ints
    joined_us: Ints
    intensity: Floats
    country: Ints
    plan: Ints
    platform: Ints
    variant: Ints
    rollout_ticket: Floats
    is_internal: Flags

    @property
    def size(self) -> int:
        """Return the number of users."""
        return len(self.joined_day)


def build_population(clock: Timeline, scale: float) -> Population:
    """Draw the users; `scale` 1 gives a little more than 30,000."""
    rng = stream(1)
    base_joined, base_stay = _base(rng, scale)
    new_joined, new_plan = _arrivals(rng, clock, scale)
    joined = np.concatenate([base_joined, new_joined])
    plan = np.concatenate([_pick(rng, _PLAN_SHARES, len(base_joined)), new_plan])
    stay = np.concatenate([base_stay, _stays(rng, len(new_joined))])
    since = np.concatenate([np.zeros(len(base_joined), dtype=np.int64), new_joined])
    order = np.argsort(joined, kind="stable")
    return _with_traits(rng, clock, joined[order], (since + 1 + stay)[order], plan[order])


def _with_traits(
    rng: np.random.Generator, clock: Timeline, joined: Ints, left: Ints, plan: Ints
) -> Population:
    size = len(joined)
    internal = rng.random(size) < _INTERNAL_SHARE
    heavy = np.exp(rng.normal(-(_INTENSITY_SIGMA**2) / 2, _INTENSITY_SIGMA, size))
    factor = np.where(internal, _INTERNAL_INTENSITY, 1.0) * _PLAN_INTENSITIES[plan]
    half = (1 - story.ENROLLED_SHARE, story.ENROLLED_SHARE / 2, story.ENROLLED_SHARE / 2)
    return Population(
        joined_day=joined,
        left_day=left,
        joined_us=clock.instants(joined, rng.beta(5.0, 4.0, size) * 0.9),
        intensity=heavy * factor,
        country=_pick(rng, _COUNTRY_SHARES, size),
        plan=plan,
        platform=_pick(rng, _PLATFORM_SHARES, size),
        variant=_pick(rng, half, size),
        rollout_ticket=rng.random(size),
        is_internal=internal,
    )


def _base(rng: np.random.Generator, scale: float) -> tuple[Ints, Ints]:
    """Draw the users who are there when the data begin, and how much longer they stay.

    They are as many and as old as a steady stream of sign-ups leaves behind, so that the start
    of the data is no break.
    """
    weights = _STAY_SHARES * _STAY_MEAN_DAYS
    size = round(scale * _SIGNUPS_PER_WEEK / 7 * weights.sum())
    means = _STAY_MEAN_DAYS[_pick(rng, tuple(weights / weights.sum()), size)]
    joined = -1 - rng.exponential(means).astype(np.int64) % _PRODUCT_AGE_DAYS
    return joined, rng.exponential(means).astype(np.int64)


def _arrivals(rng: np.random.Generator, clock: Timeline, scale: float) -> tuple[Ints, Ints]:
    """Draw the days and plans of the sign-ups."""
    day = np.arange(clock.days)
    rate = scale * _SIGNUPS_PER_WEEK / 7 * _SIGNUP_WEEKDAYS[day % 7]
    campaign = _campaign_factors(clock)
    days, plans = [], []
    for code, share in enumerate(_PLAN_SHARES):
        counts = rng.poisson(rate * share * (campaign if PLANS[code] == "free" else 1.0))
        days.append(np.repeat(day, counts))
        plans.append(np.full(counts.sum(), code))
    return np.concatenate(days), np.concatenate(plans)


def _campaign_factors(clock: Timeline) -> Floats:
    factors = np.ones(clock.days)
    start = clock.week_start(story.MIX_SHIFT.first_week)
    factors[start:] = story.CAMPAIGN_LATER_FACTOR
    factors[start : start + 7] = story.CAMPAIGN_LAUNCH_FACTORS
    return factors


def _stays(rng: np.random.Generator, size: int) -> Ints:
    return rng.exponential(_STAY_MEAN_DAYS[_pick(rng, tuple(_STAY_SHARES), size)]).astype(np.int64)


def _pick(rng: np.random.Generator, shares: tuple[float, ...], size: int) -> Ints:
    """Draw codes with the given shares."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(size), side="right").astype(np.int64)

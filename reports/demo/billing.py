"""What users pay: subscriptions, renewals every 30 days, refunds."""

from dataclasses import dataclass

import numpy as np

from reports.demo.population import PLANS, Population
from reports.demo.timeline import Flags, Floats, Ints, Timeline, ranks, stream

STARTED, RENEWED, REFUNDED = range(3)

_PRICE_USD = np.array([0.0, 19.0, 29.0])
_SEAT_STOP_SHARE = 0.45
_RENEWAL_DAYS = 30
_REFUND_SHARE = 0.035
_REFUND_WITHIN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Charges:
    """Charges and refunds, one entry each.

    Units: amounts in USD, negative for refunds; `at_us` in microseconds since 1970-01-01 UTC.
    """

    user: Ints
    at_us: Ints
    kind: Ints
    amount_usd: Floats

    def take(self, chosen: Flags) -> "Charges":
        """Return the chosen charges."""
        return Charges(
            self.user[chosen], self.at_us[chosen], self.kind[chosen], self.amount_usd[chosen]
        )


def build_billing(clock: Timeline, people: Population) -> Charges:
    """Draw the charges of all paying users that fall into the timeline."""
    rng = stream(4)
    charges = _charges(rng, clock, people)
    refunded = np.flatnonzero(rng.random(len(charges.user)) < _REFUND_SHARE)
    pause = rng.integers(1, _REFUND_WITHIN_DAYS, len(refunded)) * 86_400_000_000
    whole = Charges(
        np.concatenate([charges.user, charges.user[refunded]]),
        np.concatenate([charges.at_us, charges.at_us[refunded] + pause]),
        np.concatenate([charges.kind, np.full(len(refunded), REFUNDED)]),
        np.concatenate([charges.amount_usd, -charges.amount_usd[refunded]]),
    )
    return whole.take((whole.at_us >= clock.midnights_us[0]) & (whole.at_us < clock.end_us))


def _charges(rng: np.random.Generator, clock: Timeline, people: Population) -> Charges:
    paying = np.flatnonzero((people.plan != PLANS.index("free")) & ~people.is_internal)
    stay = people.left_day[paying] - people.joined_day[paying]
    counts = 1 + (stay - 1) // _RENEWAL_DAYS
    seats = np.where(
        people.plan[paying] == PLANS.index("team"), rng.geometric(_SEAT_STOP_SHARE, len(paying)), 1
    )
    amount = _PRICE_USD[people.plan[paying]] * seats
    rank = ranks(counts)
    user = np.repeat(paying, counts)
    day = people.joined_day[user] + rank * _RENEWAL_DAYS
    started = people.joined_us[user] + 600_000_000
    at = np.where(rank == 0, started, clock.instants(day, rng.random(len(user))))
    return Charges(user, at, np.where(rank == 0, STARTED, RENEWED), np.repeat(amount, counts))

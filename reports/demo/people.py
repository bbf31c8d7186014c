"""The demo's tables of users and events."""

import numpy as np
import pandas as pd

from reports.demo.billing import Charges
from reports.demo.columns import instants, labels
from reports.demo.population import COUNTRIES, PLANS, PLATFORMS, Population
from reports.demo.timeline import Timeline
from reports.demo.usage import ACCOUNT, FEATURES, Usage, loaded_us

ACTION_NAMES = ("session_started", "message_sent", "answer_accepted", "document_exported")
CHARGE_NAMES = ("subscription_started", "subscription_renewed", "refund")
EVENT_NAMES = ACTION_NAMES + CHARGE_NAMES


def accounts_frame(people: Population) -> pd.DataFrame:
    """Return the table of users."""
    return pd.DataFrame(
        {
            "user": np.arange(people.size),
            "created_at": instants(people.joined_us),
            "staff": people.is_internal,
            "country": labels(people.country, COUNTRIES),
            "plan": labels(people.plan, PLANS),
            "platform": labels(people.platform, PLATFORMS),
        }
    )


def events_frame(
    clock: Timeline, people: Population, usage: Usage, charges: Charges
) -> pd.DataFrame:
    """Return the table of events, oldest first."""
    parts = (usage.sessions, usage.messages, usage.acceptances, usage.exports)
    sizes = [part.size for part in parts]
    user = np.concatenate([*(part.user for part in parts), charges.user])
    at = np.concatenate([*(part.at_us for part in parts), charges.at_us])
    names = np.repeat(np.arange(len(parts)), sizes)
    name = np.concatenate([names, len(ACTION_NAMES) + charges.kind])
    paid = np.full(len(charges.user), ACCOUNT)
    feature = np.concatenate([*(part.feature for part in parts), paid])
    amount = np.concatenate([np.full(sum(sizes), np.nan), charges.amount_usd])
    order = np.lexsort((name, user, at))
    user, at = user[order], at[order]
    return pd.DataFrame(
        {
            "user": user,
            "ts": instants(at),
            "event_name": labels(name[order], EVENT_NAMES),
            "amount": amount[order],
            "country": labels(people.country[user], COUNTRIES),
            "plan": labels(people.plan[user], PLANS),
            "platform": labels(people.platform[user], PLATFORMS),
            "feature": labels(feature[order], FEATURES),
            "loaded_at": instants(loaded_us(clock, at)),
        }
    )

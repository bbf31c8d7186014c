"""How mail leaves, and what became of each message."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from reports.values.audience import LARGEST_MAIL_BYTES
from reports.values.calendar import Calendar, Period
from reports.values.ledger import ReviewKey

Security = Literal["starttls", "tls", "none"]
DeliveryState = Literal["pending", "sending", "accepted", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that mail leaves by, and what may leave. Passwords are never shown.

    Units: `timeout_s` seconds for every step; `deadline_hours` from the first try;
    `retry_minutes` before each further try, the last one again and again;
    `largest_bytes` of a whole message as it is sent; `within_days` from the week's end.
    """

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    list_id: str = ""
    unsubscribe: str = ""
    domains: tuple[str, ...] = ()
    archive_url: str = ""
    timeout_s: int = 30
    deadline_hours: int = 48
    largest_bytes: int = LARGEST_MAIL_BYTES
    within_days: int = 5
    resend_unknown: bool = False
    retry_minutes: tuple[int, ...] = (5, 15, 60, 240)


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """What is delivered at most once: a review's edition to a recipient by a channel."""

    review: ReviewKey
    edition: str
    recipient: str
    channel: str = "mail"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery, with the server's last answer."""

    key: DeliveryKey
    state: DeliveryState
    attempts: int
    message_id: str
    answer: str = ""
    first_try: datetime | None = None
    last_try: datetime | None = None
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one message: accepted, refused for good or for now, or unknown.

    `connection_lost` tells that there was no answer, so the server itself may be in trouble.
    """

    state: DeliveryState
    said: str
    connection_lost: bool = False


def week_end(calendar: Calendar, week: Period) -> datetime:
    """Return the instant at which a week is over, on the clock of the calendar's zone."""
    return datetime.combine(week.end, time(), ZoneInfo(calendar.zone))


def may_mail(end: datetime, now: datetime, days: int) -> bool:
    """Tell whether a week that ended so long ago is still young enough to be mailed.

    Days are those of the zone's clock, be they 23, 24 or 25 hours long.
    """
    return now.timestamp() < (end + timedelta(days=days)).timestamp()


def may_get_mail(address: str, domains: Sequence[str]) -> bool:
    """Tell whether mail may go to an address; without domains it may go anywhere.

    Domains are compared as name servers know them, so that both spellings of one are the same.
    """
    known = {_as_served(domain) for domain in domains}
    return not known or _as_served(address.rpartition("@")[2]) in known


def _as_served(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.casefold()

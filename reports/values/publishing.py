"""When a review is due, when it may be published, and what becomes of one that may not yet."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal, Protocol

from reports.values.calendar import Calendar

Incomplete = Literal["banner", "hold", "refuse"]
HoldState = Literal["held", "refused", "draft"]
Step = Literal["publish", "draft", "hold", "refuse"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A weekday (0 = Monday) and a time of day, on the clock of a zone."""

    weekday: int = 0
    at: time = time(7)

    def after(self, instant: datetime) -> datetime:
        """Return the first such moment at or after an instant, in the instant's own zone.

        Example: Monday 07:00 stays at 07:00 when the clock changes.
        """
        day = instant.date() + timedelta(days=(self.weekday - instant.weekday()) % 7)
        found = datetime.combine(day, self.at, instant.tzinfo)
        return found if found >= instant else found + timedelta(days=7)

    def before(self, instant: datetime) -> datetime:
        """Return the last such moment at or before an instant, in the instant's own zone."""
        found = self.after(instant)
        return found if found == instant else found - timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When reviews are due, and how late is too late.

    Units: `grace_hours` from the moment a review is due.
    """

    weekly: Moment = field(default_factory=Moment)
    watch_at: time = time(6, 30)
    zone: str = "UTC"
    grace_hours: int = 6


@dataclass(frozen=True, slots=True)
class Publishing:
    """What must be the case before a product's review is published.

    `deadline` ends a hold of incomplete data, `approval_by` the wait for an approval; without
    one an approval is waited for as long as it takes. Units: `fresh_within_hours` before the
    week's end.
    """

    incomplete: Incomplete = "banner"
    deadline: Moment = field(default_factory=lambda: Moment(1, time(12)))
    fresh_within_hours: int = 24
    needs_approval: bool = False
    approval_by: Moment | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """What is to be done with a week now, why, and when that ends."""

    step: Step
    reason: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A week that is not published yet, or not at all."""

    product: str
    week_label: str
    state: HoldState
    reason: str
    since: datetime
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A review that waits for approval: its instant, the digest of its facts, its folder."""

    product: str
    week_label: str
    as_of: datetime
    pinned: bool
    data_digest: str
    folder: str
    made_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    released_at: datetime | None = None


class OwnerNotice(Protocol):
    """A way to tell the owner of a product something; mail is one."""

    def tell(self, product: str, subject: str, lines: tuple[str, ...]) -> None:
        """Tell it once."""


def week_due(calendar: Calendar, due: datetime) -> str:
    """Name the week that a run due at an instant reviews: the last that was over by then."""
    return calendar.week_label(calendar.last_complete_week(due))

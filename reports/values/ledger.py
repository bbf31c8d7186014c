"""What the ledger and the archive hold: runs, published reviews, their files and readings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reports.values.calendar import Period
from reports.values.reading import Status

RunKind = Literal["weekly", "backfill", "watch", "single"]
RunState = Literal["running", "succeeded", "failed", "abandoned"]
FindingKind = Literal["missing", "altered", "extra"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `product` and `week_label` are empty when it covers several."""

    id: str
    kind: RunKind
    as_of: datetime
    code_version: str
    started_at: datetime
    product: str = ""
    week_label: str = ""
    state: RunState = "running"
    finished_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, order=True)
class ReviewKey:
    """What names a published review.

    Example: ReviewKey("assistant", "2026-W46", 1)
    """

    product: str
    week_label: str
    revision: int

    def __str__(self) -> str:
        """Write it as people say it."""
        return f"{self.product} {self.week_label} r{self.revision}"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One archived file; `path` is relative to the archive and uses slashes."""

    name: str
    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """That a review left the archive, when, and why; its hashes stay."""

    reason: str
    redacted_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """A review as entered in the ledger; a redacted one lies in the archive as a tombstone."""

    key: ReviewKey
    as_of: datetime
    published_at: datetime
    run_id: str
    code_version: str
    data_digest: str
    files: tuple[PublishedFile, ...] = ()
    redaction: Redaction | None = None


@dataclass(frozen=True, slots=True)
class PublishedReading:
    """A number as it was printed, at full precision; null unless the status has a value."""

    kpi: str
    period: Period
    value: float | None
    status: Status
    n: int = 0
    segment: str = "all"


@dataclass(frozen=True, slots=True)
class StatedReading:
    """A published reading with the review that stated it last."""

    stated_in: ReviewKey
    reading: PublishedReading


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a week until it expires; `owner` is unique to a run."""

    product: str
    week_label: str
    owner: str
    acquired_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference between an archived review and what was published."""

    kind: FindingKind
    path: str
    expected: str = ""
    got: str = ""


def week_meant(week: str, there: Iterable[PublishedReview]) -> str:
    """Return the label of the week that is meant: W46 is the newest published week 46.

    What no review has stays as it was given.
    """
    labels = (one.key.week_label for one in there)
    return max((one for one in labels if one.partition("-")[2] == week), default=week)

"""Instants as text of one width in UTC, so that they sort as they happened."""

from datetime import UTC, datetime

from reports.errors import ContractError


def instant_text(instant: datetime) -> str:
    """Write an instant.

    Raises: ContractError when it has no zone.
    Example: "2026-11-16T06:00:00.000000Z"
    """
    if instant.tzinfo is None:
        raise ContractError("an instant needs a zone", got=instant.isoformat())
    plain = instant.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="microseconds") + "Z"


def optional_text(instant: datetime | None) -> str | None:
    """Write an instant, or nothing."""
    return None if instant is None else instant_text(instant)


def read_instant(text: str) -> datetime:
    """Read an instant back."""
    return datetime.fromisoformat(text)

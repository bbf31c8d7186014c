"""Options that commands share, and what is read from the machine: environment and clock."""

from datetime import UTC, datetime
from os import environ
from pathlib import Path
from typing import Annotated

import typer

from reports.config import load_workspace
from reports.errors import ConfigError
from reports.values.workspace import Workspace

WorkspaceFolder = Annotated[
    Path, typer.Option("--workspace", help="Folder with review.toml.", show_default=False)
]
Week = Annotated[str, typer.Option("--week", help="ISO week, such as 2026-W46.")]
ProductName = Annotated[str, typer.Option("--product", help="Only this product.")]
AsOf = Annotated[
    str, typer.Option("--as-of", help="Instant up to which things count as known, with zone.")
]
HERE = Path()


def open_workspace(folder: Path) -> Workspace:
    """Load the workspace of a command."""
    return load_workspace(folder.resolve(), environ)


def now() -> datetime:
    """Return the current instant in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def parse_instant(text: str) -> datetime | None:
    """Return the instant written in ISO 8601, or nothing for an empty text.

    Raises: ConfigError for anything else, also for a time without a zone.
    """
    if not text:
        return None
    expected = "an instant with a zone, such as 2026-11-16T06:00:00+01:00"
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            "--as-of is no instant", expected=expected, got=text, next_step="write it in ISO 8601"
        ) from error
    if instant.tzinfo is None:
        raise ConfigError(
            "--as-of has no zone", expected=expected, got=text, next_step="add Z or an offset"
        )
    return instant

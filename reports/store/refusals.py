"""Say in plain words why a database refused."""

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from reports.errors import ArchiveError

# A piece of the driver's message, what happened, what to do.
_KNOWN = (
    ("database is locked", "another process holds the ledger", "wait until the other run is over"),
    ("lock timeout", "another process holds the ledger", "wait until the other run is over"),
    ("unable to open", "the ledger cannot be opened", "check the path and its permissions"),
    ("not a database", "the file is no ledger", "name another file, or restore it from a backup"),
    ("malformed", "the ledger is damaged", "restore it from a backup"),
    ("readonly", "the ledger cannot be written to", "check the permissions of file and folder"),
    ("disk is full", "the disk is full", "make room, then run again"),
    ("no space left", "the disk is full", "make room, then run again"),
    ("connection", "the ledger cannot be reached", "check host, port, user and password"),
)


def refusal(error: SQLAlchemyError, place: str) -> ArchiveError:
    """Return the error for a person; statements and parameters stay out of it."""
    told = _told(error)
    if isinstance(error, IntegrityError):
        return ArchiveError(
            "the ledger refused an entry that contradicts what it holds",
            where=place,
            got=told,
            next_step="another run may have been quicker; look at `product-review status`",
        )
    for piece, what, next_step in _KNOWN:
        if piece in told.lower():
            return ArchiveError(what, where=place, got=told, next_step=next_step)
    return ArchiveError("the ledger failed", where=place, got=told)


def _told(error: SQLAlchemyError) -> str:
    """Return the first line of what the driver said."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__

"""What the PDF engine says while it works: missing glyphs are noted, all else is an error."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from reports.errors import RenderError

# A character that no font has prints as a blank: worth knowing, no reason to withhold a review.
_MISSING = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]{4,6})\)", re.DOTALL)


class Complaints(logging.Handler):
    """Collect WeasyPrint's complaints, and apart from them the characters without a glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a character that no font has, or any other message."""
        message = record.getMessage()
        if found := _MISSING.match(message):
            self.characters.add(chr(int(found[1], 16)))
        else:
            self.complaints.append(message)


@contextmanager
def complaints_raised(engine: ModuleType) -> Iterator[Complaints]:
    """Turn WeasyPrint's warnings and failures into one RenderError."""
    heard = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield heard
    except RenderError:
        raise
    except (Exception, engine.urls.FatalURLFetchingError) as error:
        raise RenderError("the PDF engine failed", where="review.pdf", got=str(error)) from error
    finally:
        logger.removeHandler(heard)
    if heard.complaints:
        raise RenderError(
            "the PDF engine complained about the templates or styles",
            where="review.pdf",
            got="; ".join(heard.complaints[:5]),
            next_step="correct the template or style sheet that it names",
        )

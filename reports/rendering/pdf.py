"""The PDF edition through WeasyPrint: no fetching, a log gate, the same bytes every time."""

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering.finish import finish
from reports.rendering.fonts import DATA_FONT, TEXT_FONT, font_bytes
from reports.rendering.pages import fill
from reports.values.document import Review

_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_ASSETS = {"asset:inter": DATA_FONT, "asset:source-serif-4": TEXT_FONT}
# A character that no font has prints as a blank: worth knowing, no reason to withhold a review.
_TOLERATED = (".notdef glyph",)


def check_fonts_and_pango() -> None:
    """Make sure that the PDF engine and the fonts are there.

    Raises: RenderError with one sentence that names the Debian packages.
    """
    _engine()
    for family in (DATA_FONT, TEXT_FONT):
        font_bytes(family)


def review_to_pdf(environment: ImmutableSandboxedEnvironment, review: Review) -> bytes:
    """Render the PDF edition, tagged as PDF/UA-1.

    Raises: RenderError if a template fails or WeasyPrint complains about anything.
    """
    page = fill(environment, "pdf/review.html", review)
    engine = _engine()
    with _complaints_raise(engine):
        document = engine.HTML(string=page, base_url=None, url_fetcher=_fetcher(engine))
        written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=finish)
    return written


def _engine() -> ModuleType:
    """Import WeasyPrint only when it is needed, for it loads Pango."""
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise RenderError(
            "PDF needs Pango, which is missing here: install it with "
            f"`apt-get install {_PACKAGES}` (Debian and Ubuntu)."
        ) from error


def _fetcher(engine: ModuleType) -> Any:  # noqa: ANN401 - its class exists only after the import
    """Build a fetcher that knows our fonts and refuses everything else."""
    urls = engine.urls

    class AssetFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Serve the shipped fonts."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002 - theirs
            """Return a font, or stop the rendering."""
            if url not in _ASSETS:
                raise urls.FatalURLFetchingError(f"refused to fetch {url[:200]}")
            return urls.URLFetcherResponse(url, font_bytes(_ASSETS[url]))

    return AssetFetcher()


@contextmanager
def _complaints_raise(engine: ModuleType) -> Iterator[None]:
    """Turn WeasyPrint's warnings and fetch errors into one RenderError."""
    gate = _Gate(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(gate)
    try:
        yield
    except (Exception, engine.urls.FatalURLFetchingError) as error:
        raise RenderError("the PDF engine failed", where="review.pdf", got=str(error)) from error
    finally:
        logger.removeHandler(gate)
    if gate.complaints:
        raise RenderError(
            "the PDF engine complained about the templates or styles",
            where="review.pdf",
            got="; ".join(gate.complaints[:5]),
            next_step="correct the template or style sheet that it names",
        )


class _Gate(logging.Handler):
    """Collect what WeasyPrint complains about."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message unless it is tolerated."""
        message = record.getMessage()
        if not any(words in message for words in _TOLERATED):
            self.complaints.append(message)

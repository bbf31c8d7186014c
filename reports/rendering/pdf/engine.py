"""WeasyPrint, imported when it is needed, and its way to our fonts and to nothing else."""

import importlib
from types import ModuleType
from typing import Any

from reports.errors import RenderError
from reports.rendering.fonts import DATA_FONT, TEXT_FONT, font_bytes

_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_ASSETS = {"asset:inter": DATA_FONT, "asset:source-serif-4": TEXT_FONT}


def check_fonts_and_pango() -> None:
    """Make sure that the PDF engine and the fonts are there.

    Raises: RenderError with one sentence that names the Debian packages.
    """
    load_engine()
    for family in (DATA_FONT, TEXT_FONT):
        font_bytes(family)


def load_engine() -> ModuleType:
    """Import WeasyPrint only when it is needed, for it loads Pango.

    Raises: RenderError with one sentence that names the Debian packages.
    """
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise RenderError(
            "PDF needs Pango, which is missing here: install it with "
            f"`apt-get install {_PACKAGES}` (Debian and Ubuntu)."
        ) from error


def asset_fetcher(engine: ModuleType) -> Any:  # noqa: ANN401 - its class exists only after the import
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

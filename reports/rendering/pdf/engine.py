"""WeasyPrint, imported when it is needed, and its way to our fonts and to nothing else."""

import importlib
from types import ModuleType
from typing import Any

from reports.errors import RenderError
from reports.rendering.fonts import typefaces
from reports.rendering.logo import LOGO_ASSET
from reports.values.look import HOUSE_LOOK, Look

_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
DATA_ASSET = "asset:data-font"
TEXT_ASSET = "asset:text-font"


def check_fonts_and_pango() -> None:
    """Make sure that the PDF engine and the fonts are there.

    Raises: RenderError with one sentence that names the Debian packages.
    """
    load_engine()
    typefaces()


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


def asset_fetcher(engine: ModuleType, look: Look = HOUSE_LOOK) -> Any:  # noqa: ANN401 - its class exists only after the import
    """Build a fetcher that knows the fonts and the logo and refuses everything else."""
    urls, assets = engine.urls, _assets(look)

    class AssetFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Serve fonts and logo."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002 - theirs
            """Return what is asked for, or stop the rendering."""
            if url not in assets:
                raise urls.FatalURLFetchingError(f"refused to fetch {url[:200]}")
            kind, data = assets[url]
            return urls.URLFetcherResponse(url, data, {"Content-Type": kind})

    return AssetFetcher()


def _assets(look: Look) -> dict[str, tuple[str, bytes]]:
    """Return media type and bytes by address."""
    named = zip((DATA_ASSET, TEXT_ASSET), typefaces(look), strict=True)
    found = {
        name: ("font/sfnt", data)
        for asset, face in named
        for name, data in ((asset, face.data), (f"{asset}-bold", face.bold))
        if data
    }
    logo = {LOGO_ASSET: (look.logo.media_type, look.logo.data)} if look.logo else {}
    return found | logo

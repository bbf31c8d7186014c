"""The static site over the archive: pages, one stylesheet, one file of fonts."""

from reports.rendering.site.content import ContentReader
from reports.rendering.site.pages import render_site

__all__ = ["ContentReader", "render_site"]

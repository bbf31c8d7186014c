"""The last touch on a PDF before it is written: what the engine leaves undone or to chance."""

from typing import Any

from reports.rendering.pdf.boxes import close_lists, flatten, place_figures, prune, require_words
from reports.rendering.pdf.headers import index_identifiers, scope_headers
from reports.rendering.pdf.links import join_links, name_links
from reports.rendering.pdf.margins import clear_margins
from reports.rendering.pdf.metadata import identify, relate_attachments
from reports.rendering.pdf.structure import Structure
from reports.rendering.pdf.typefaces import date_typefaces


def finish(document: Any, pdf: Any) -> None:  # noqa: ANN401 - the engine's own classes
    """Complete the tags, the links, the metadata and the attachments; date the fonts."""
    structure = Structure(pdf)
    prune(structure)
    join_links(structure)
    clear_margins(structure)
    flatten(structure)
    close_lists(structure)
    scope_headers(structure)
    index_identifiers(structure)
    name_links(document, structure)
    place_figures(structure)
    require_words(structure)
    identify(structure)
    relate_attachments(document, structure)
    date_typefaces(pdf)

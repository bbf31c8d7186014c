"""The embedded fonts, made independent of the hour of the rendering."""

import io
from typing import Any

from fontTools.ttLib import TTFont


def date_typefaces(pdf: Any) -> None:  # noqa: ANN401 - the engine's own class
    """Date the embedded fonts by their designers."""
    for entry in pdf.objects:
        if getattr(entry, "stream", None) and "Length1" in getattr(entry, "extra", {}):
            entry.stream = [_undated(b"".join(entry.stream))]
            entry.extra["Length1"] = len(entry.stream[0])


def _undated(font: bytes) -> bytes:
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    head = opened["head"]
    head.modified = head.created
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()

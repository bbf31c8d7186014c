"""The sample review beside its accepted text and structure."""

from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
KEPT = {"main", "nav", "header", "footer", "section", "h1", "h2", "h3", "table", "svg", "figure"}


class Outline(HTMLParser):
    """Collects the landmarks, headings, tables and drawings of a page with their ids."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that gives the page its structure."""
        if tag in KEPT:
            self.lines.append(f"{tag} {dict(attrs).get('id') or ''}".strip())


def structure(rendered) -> str:
    """Return the structure of the HTML edition, a line per element."""
    outline = Outline()
    outline.feed(rendered["review.html"].decode())
    return "\n".join(outline.lines) + "\n"


def text(rendered) -> str:
    """Return the text of the PDF, page by page."""
    document = pypdfium2.PdfDocument(rendered["review.pdf"])
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    lines = "\n\f\n".join(pages).replace("\r\n", "\n").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize(
    ("name", "read"), [("sample-pdf.txt", text), ("sample-html.txt", structure)]
)
def test_the_sample_reads_as_accepted(rendered, tmp_path: Path, name: str, read):
    """Text and structure are those that were looked at and accepted."""
    actual = tmp_path / name
    actual.write_text(read(rendered), encoding="utf-8")

    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert expected == actual.read_text(encoding="utf-8"), (
        f"look at {actual}; see {GOLDEN}/README.md"
    )

"""HTML, template syntax and terminal markup in a user's texts stay what they are: texts."""

import html
import json
import re
import sqlite3
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from rich.console import Console

from reports.cli import terminal
from tests.bad_input.answers import Answer
from tests.small import make_small

Previewing = Callable[..., Answer]
TEXTS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "</title><b>",
    "&amp; &lt;",
    "x' onload='y\" z=\"",
)
KPI = """
[odd_{number}]
title = {text}
why = {text}
unit = "count"
better = "higher"
chapter = {text}
relation = "events"
aggregate = "count"
filter = {filter}
"""


def written(text: str) -> str:
    """Write a text for TOML."""
    return json.dumps(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which every text of the user's is markup."""
    folder = make_small(tmp_path_factory.mktemp("markup"))
    database = sqlite3.connect(folder / "data.sqlite")
    for text in TEXTS:
        database.execute(
            "INSERT INTO log VALUES (?, '2026-11-10T10:00:00Z', ?, ?)", (text, text, text)
        )
    database.commit()
    database.close()
    blocks = [
        KPI.format(
            number=number,
            text=written(text),
            filter=written(f"name = '{text.replace(chr(39), chr(39) * 2)}'"),
        )
        for number, text in enumerate(TEXTS)
    ]
    broken = KPI.format(number="none", text=written(TEXTS[0]), filter=written(f'"{TEXTS[1]}" = 1'))
    (folder / "kpis.toml").write_text("\n".join([*blocks, broken]))
    review = (folder / "review.toml").read_text()
    for old, text in (
        ('title = "Small"', TEXTS[0]),
        ('title = "Bot"', TEXTS[1]),
        ('owner = "product manager"', TEXTS[2]),
    ):
        review = review.replace(old, f"{old.split(' ')[0]} = {written(text)}")
    (folder / "review.toml").write_text(review)
    return folder


def test_markup_is_shown_and_never_obeyed(folder: Path, preview: Previewing):
    """HTML escapes every text, the PDF prints it, the twin keeps it; filters count by it."""
    answer = preview(folder)
    place = folder / ".product-review/preview/bot-2026-W46"
    page = (place / "review.html").read_text()
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    document = pypdfium2.PdfDocument(place / "review.pdf")
    printed = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in document)
    document.close()
    kpis = json.loads((place / "review.json").read_text())["kpis"]

    assert 0 == answer.exit_code
    assert [] == [text for text in TEXTS if text not in shown]
    assert [] == [text for text in TEXTS if re.sub(r"\s", "", text) not in printed]
    assert [1] * len(TEXTS) == [kpis[f"odd_{k}"]["weeks"][-1]["value"] for k in range(len(TEXTS))]
    assert "<script>alert" not in page
    assert "</title><b>" not in page
    assert "onload='y" not in re.sub(r">[^<]*<", "><", page)


@pytest.mark.parametrize("by", ["plan", "name"])
def test_segments_are_texts_on_a_terminal_too(
    folder: Path, command: Previewing, monkeypatch: pytest.MonkeyPatch, by: str
):
    """Brackets that look like the terminal's own markup are printed as they are."""
    database = sqlite3.connect(folder / "data.sqlite")
    texts = ("[/red]", "[bold]loud[/bold]", "[link=file:///x]y")
    for text in texts:
        database.execute(
            "INSERT INTO log VALUES ('zoe', '2026-11-10T10:00:00Z', ?, ?)", (text, text)
        )
    database.commit()
    database.close()
    text = (folder / "review.toml").read_text()
    (folder / "review.toml").write_text(text.replace("minimum_cell = 2", "minimum_cell = 1"))
    monkeypatch.setattr(terminal, "console", lambda: Console(force_terminal=True, width=300))
    answer = command(
        *("kpi", "try", "top_user_share", "--workspace", folder, "--week", "2026-W46"),
        *("--by", by),
    )
    plain = re.sub(r"\x1b\[[0-9;]*m", "", answer.out)

    assert 0 == answer.exit_code
    assert [] == [text for text in (*texts, *TEXTS) if text not in plain]


def test_a_progress_bar_prints_titles_as_they_are(monkeypatch: pytest.MonkeyPatch):
    """A KPI called like a closing tag does not end the bar."""
    screen = Console(force_terminal=True, width=200, record=True, file=StringIO())
    monkeypatch.setattr(terminal, "console", lambda: screen)
    with terminal.progress_of("[/red]") as report:
        report("[/bold]", 1, 2)

    assert "[/red]: [/bold]" in screen.export_text()

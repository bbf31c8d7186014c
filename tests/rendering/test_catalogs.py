"""The shipped catalogs: complete, used, and with the placeholders of the English texts."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from reports.errors import RenderError
from reports.rendering.catalogs import CONTEXTS, LANGUAGES, catalog_of, language_of
from reports.rendering.language import ENGLISH
from reports.resources import resource_folder

OURS = Path(__file__).parents[2] / "reports"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
JINJA = "jinja2.ext:babel_extract"
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true"}
TRANSLATED = [code for code in LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
# Chapters and stages whose words go into a document; what they call the workspace's is no text.
WRITERS = (
    *("chapters", "kpis/control", "kpis/targets", "stages/outlook.py"),
    *(f"kpis/{name}.py" for name in ("comparisons", "coverage", "readings", "formulas", "sums")),
)
NO_TEXT = re.compile(r"[a-z_]+|[\W\d_]*|\.sql|[a-z,]+->\w+")
NOT_SHOWN = {"Holt", "Holt-Winters", ", damped trend", "BASELINE_WEEKS", "Judgement", "Grid"}


@cache
def extracted() -> frozenset:
    """Return the ids of all texts of templates and drawings."""
    folders = (
        (resource_folder("templates"), [("**.html", JINJA), ("**.css", JINJA)]),
        (OURS / "rendering", [("**.py", "python")]),
    )
    return frozenset(
        message
        for folder, methods in folders
        for _, _, message, *_ in extract_from_dir(
            folder,
            method_map=methods,
            options_map=dict.fromkeys(("**.html", "**.css"), OPTIONS),
            keywords=KEYWORDS,
        )
    )


def translated(code: str) -> dict:
    """Return the messages of a catalog by context and id."""
    return {(each.context, each.id): each for each in catalog_of(code) if each.id}


def placeholders(text: str | tuple) -> list[set]:
    """Return the placeholders of a text or of each of its plural forms."""
    texts = (text,) if isinstance(text, str) else text
    return [set(PLACEHOLDER.findall(each)) for each in texts]


def written() -> set[str]:
    """Return the pieces of text that chapters and the reasons of numbers are made of."""
    found: set[str] = set()
    for name in WRITERS:
        place = OURS / name
        for path in [place] if place.suffix else sorted(place.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            silent = {id(one) for each in ast.walk(tree) for one in quiet(each)}
            found |= {
                one.value
                for one in ast.walk(tree)
                if isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and id(one) not in silent
                and not NO_TEXT.fullmatch(one.value)
            }
    return found - NOT_SHOWN


def quiet(node: ast.AST) -> list[ast.AST]:
    """Return the strings of a node that nobody reads: docstrings and messages of errors."""
    if isinstance(node, ast.Raise):
        return list(ast.walk(node))
    if isinstance(node, ast.FormattedValue) and node.format_spec:
        return list(ast.walk(node.format_spec))
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
        return [node.body[0].value]
    return []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_templates_and_drawings_is_translated(code):
    """The catalog has each text that can be extracted, and none that is gone."""
    ids = {name for context, name in translated(code) if context is None}

    assert extracted() == ids


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_empty_or_a_guess(code):
    """Each message says something, and nobody has marked it as fuzzy."""
    messages = translated(code).values()

    assert [] == [each.id for each in messages if each.fuzzy or not all(each.string)]


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_keep_the_placeholders(code):
    """A translation has the placeholders of its text, in any order."""
    messages = translated(code).values()

    assert {} == {
        each.id: each.string
        for each in messages
        if placeholders(each.id) != placeholders(each.string)
    }


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_piece_that_chapters_write_is_part_of_a_phrase(code):
    """No fixed words of chapters or of reasons are missing in the catalog."""
    phrases = " | ".join(name for context, name in translated(code) if context in CONTEXTS)
    known = phrases.lower()

    assert [] == sorted(piece for piece in written() if piece.lower().strip() not in known)


def test_english_is_what_babel_says():
    """The defaults of a language are the symbols and patterns of English."""
    assert language_of("en") == ENGLISH


def test_a_language_that_is_not_shipped_is_refused():
    """The message names the languages there are."""
    with pytest.raises(RenderError, match="unknown language") as raised:
        language_of("fr")

    assert "en or de" == raised.value.expected

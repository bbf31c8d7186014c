"""Text of a TOML file: quoted values, and comments that stay comments."""

import json
import textwrap
from collections.abc import Iterable, Mapping

DOUBT = "#? "
_WIDTH = 98


def toml_text(value: str) -> str:
    """Quote a text on one line."""
    return json.dumps(_writable(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(name: str) -> str:
    """Return a key, quoted where it must be."""
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else toml_text(name)


def toml_lines(text: str) -> list[str]:
    """Quote a text of several lines."""
    inner = _writable(text).replace("\\", "\\\\").replace('""', '\\"\\"')
    return ['"""', *inner.splitlines(), '"""']


def toml_table(pairs: Mapping[str, str]) -> str:
    """Return an inline table; one whose keys are its values becomes a list."""
    if all(key == value for key, value in pairs.items()):
        return "[" + ", ".join(map(toml_text, pairs)) + "]"
    return "{ " + ", ".join(f"{toml_key(k)} = {toml_text(v)}" for k, v in pairs.items()) + " }"


def comment(text: str, mark: str = "# ") -> list[str]:
    """Return a text as comment lines."""
    lines = textwrap.wrap(
        plain(text), _WIDTH - len(mark), break_on_hyphens=False, subsequent_indent="    "
    )
    return [f"{mark}{line}" for line in lines]


def noted(line: str, text: str) -> str:
    """Return a line with a comment behind it."""
    return f"{line}  # {plain(text)}" if text else line


def doubted(lines: Iterable[str]) -> list[str]:
    """Return lines put out of work, so that taking the mark away puts them back."""
    return [line if line.startswith("#") else f"{DOUBT}{line}".rstrip() for line in lines]


def plain(text: str) -> str:
    """Return a text on one line, without signs that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")

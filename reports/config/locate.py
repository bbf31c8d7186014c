"""The line of every key in a TOML text, which the parser of the standard library forgets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

KeyPath = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""(?P<text>\"\"\"(?:\\.|[^\\])*?"{3,5}|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<comment>\#[^\n]*)
    |(?P<bare>[A-Za-z0-9_-]+)
    |(?P<mark>[\[\]{}=.,\n])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class Token(NamedTuple):
    """A piece of TOML: a mark such as `=`, or the text of a key or value, and its line."""

    mark: str
    text: str
    line: int


@dataclass(slots=True)
class _Scan:
    """A walk over the tokens of a document that notes the line of each key path."""

    tokens: list[Token]
    at: int = 0
    lines: dict[KeyPath, int] = field(default_factory=dict)
    table: KeyPath = ()
    arrays: dict[KeyPath, int] = field(default_factory=dict)

    def mark(self) -> str:
        return self.tokens[self.at].mark

    def skip(self, marks: str) -> None:
        """Step over any of the given marks."""
        while self.mark() and self.mark() in marks:
            self.at += 1

    def document(self) -> None:
        """Read headers and `key = value` lines up to the end."""
        self.skip("\n")
        while self.mark() != "end":
            if self.mark() == "[":
                self.header()
            else:
                self.pair(self.table)
            self.skip("\n")

    def header(self) -> None:
        """Read `[a.b]` or `[[a.b]]`; a key below an array of tables means its last table."""
        start = self.at
        self.skip("[")
        path: KeyPath = ()
        for step in self.keys():
            path = self.inside((*path, step))
        if self.tokens[start + 1].mark == "[":
            path = self.next_table(path)
        self.table = path
        self.note(path, self.tokens[start].line)
        self.skip("]")

    def inside(self, path: KeyPath) -> KeyPath:
        return (*path, self.arrays[path]) if path in self.arrays else path

    def next_table(self, path: KeyPath) -> KeyPath:
        """Count one more table in an array of tables and return its path."""
        array = path[:-1] if path and path[-1] == self.arrays.get(path[:-1]) else path
        self.arrays[array] = self.arrays.get(array, -1) + 1
        return (*array, self.arrays[array])

    def keys(self) -> list[str]:
        """Read a dotted key."""
        found = []
        while self.mark() in {"key", "."}:
            found += [self.tokens[self.at].text] if self.mark() == "key" else []
            self.at += 1
        return found

    def pair(self, table: KeyPath) -> None:
        """Read `key = value`."""
        line = self.tokens[self.at].line
        path = (*table, *self.keys())
        self.note(path, line)
        self.at += self.mark() != "end"
        self.value(path)

    def value(self, path: KeyPath) -> None:
        """Read a scalar, a list or an inline table."""
        opening = self.mark()
        self.at += opening != "end"
        if opening == "[":
            self.items(path)
        elif opening == "{":
            self.entries(path)
        while opening == "key" and self.mark() in {"key", "."}:
            self.at += 1

    def entries(self, path: KeyPath) -> None:
        """Read the rest of an inline table."""
        while self.mark() not in {"}", "end"}:
            self.pair(path)
            self.skip(",")
        self.at += self.mark() != "end"

    def items(self, path: KeyPath) -> None:
        """Read the rest of a list."""
        self.skip("\n")
        index = 0
        while self.mark() not in {"]", "end"}:
            self.note((*path, index), self.tokens[self.at].line)
            self.value((*path, index))
            self.skip(",\n")
            index += 1
        self.at += self.mark() != "end"

    def note(self, path: KeyPath, line: int) -> None:
        """Keep the first line of a path and of the tables it lies in."""
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)


def key_lines(text: str) -> Mapping[KeyPath, int]:
    r"""Return the line (from 1) of every key path of a TOML text that has been parsed.

    Items of lists and arrays of tables are numbered from 0.
    Example: key_lines("[a]\nb = 1") == {("a",): 1, ("a", "b"): 2}
    """
    scan = _Scan([*_tokens(text), Token("end", "", 0)])
    scan.document()
    return scan.lines


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of a key, or of the nearest table around it; 0 where there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for found in _TOKEN.finditer(text.replace("\r\n", "\n")):
        piece = found.group()
        kind = found.lastgroup
        if kind == "mark":
            yield Token(piece, piece, line)
        elif kind == "bare" or (kind == "other" and not piece.isspace()):
            yield Token("key", piece, line)
        elif kind == "text":
            yield Token("key", _unquoted(piece), line)
        line += piece.count("\n")


def _unquoted(piece: str) -> str:
    """Return the meaning of a quoted key; long strings are values and need none."""
    if piece[0] == "'":
        return piece[1:-1]
    return _ESCAPE.sub(_character, piece[1:-1])


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROL.get(escape[3], escape[3])

"""Sentences of a review in another language: English spans go in, spans in its order come out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.rendering.language import Language
from reports.values.quantity import Span

_HOLE = re.compile(r"\{(\w+)\}")
# Stand for a span that is no text, and for the end of one that is; both are private characters.
_FIRST, _LAST, _END = 0xE100, 0xF8FE, "\uf8ff"
_DECIMAL = re.compile(r"^-?\d+\.\d+$")
# What stands in these holes is a text of ours again, not a name out of the workspace.
_OURS = frozenset({"reason", "dimension", "kind"})
_NUMBERS = frozenset({"count", "total", "number", "date"})
_LISTED = re.compile(r", | or ")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the catalog: "{0}" holds a number or a date, "{name}" a text."""

    pattern: re.Pattern[str]
    says: str


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The phrases of a language; those that say most are tried first."""

    language: Language
    phrases: tuple[Phrase, ...]
    rows: tuple[Phrase, ...]
    titles: tuple[Phrase, ...]

    def spans(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Translate running text, phrase by phrase; what is not in the catalog stays.

        A phrase begins and ends where spans do, so that no part of a name is translated.
        """
        values = [span for span in spans if not isinstance(span, str)]
        marks = iter(range(_FIRST, _FIRST + len(values)))
        text = "".join(
            f"{span}{_END}" if isinstance(span, str) else chr(next(marks))
            for span in spans
            if span != ""
        )
        return _parted(self._running(text), values)

    def text(self, english: str) -> str:
        """Translate a whole text, or each of the parts it is made of."""
        if not english:
            return english
        found = self._whole(english, self.phrases)
        if found is not None:
            return found
        for joint in ("; ", ": "):
            first, joined, rest = english.partition(joint)
            if joined:
                return f"{self.text(first)}{joint}{self.text(rest)}"
        return self.language.dimensions.get(english, english)

    def row(self, english: str) -> str:
        """Translate what names a row around, or instead of, a name of the workspace."""
        return self._whole(english, self.rows) or english

    def title(self, english: str) -> str:
        """Translate the title of a table, which may hold a name of the workspace."""
        return self._whole(english, self.titles) or self.text(english)

    def _whole(self, english: str, phrases: Sequence[Phrase]) -> str | None:
        for phrase in phrases:
            found = phrase.pattern.match(english + _END)
            if found and found.end() == len(english) + 1:
                return self._said(phrase, found)
        return None

    def _running(self, text: str) -> str:
        said, at = "", 0
        while at < len(text):
            phrase, found = self._at(text, at)
            if phrase is not None and found is not None:
                said, at = said + self._said(phrase, found), found.end()
                continue
            end = at + 1 if _is_value(text[at]) else text.index(_END, at) + 1
            said, at = said + text[at:end], end
        return said

    def _at(self, text: str, at: int) -> tuple[Phrase | None, re.Match[str] | None]:
        for phrase in self.phrases:
            found = phrase.pattern.match(text, at)
            if found:
                return phrase, found
        return None, None

    def _said(self, phrase: Phrase, found: re.Match[str]) -> str:
        holes = {name.removeprefix("_"): self._held(name, said) for name, said in _held(found)}
        return _HOLE.sub(lambda hole: holes[hole[1]], phrase.says)

    def _held(self, name: str, said: str) -> str:
        if name in _OURS:
            return self.text(said)
        if name == "segment":
            return self.row(said)
        if name == "names":
            return ", ".join(map(self.text, _LISTED.split(said)))
        return self.language.digits(said) if _DECIMAL.match(said) else said


def phrasebook(language: Language) -> Phrasebook:
    """Compile the phrases of a language."""
    kinds = (language.phrases, language.rows, language.titles)
    return Phrasebook(language, *map(_phrases, kinds))


def _phrases(texts: Mapping[str, str]) -> tuple[Phrase, ...]:
    ordered = sorted(texts, key=lambda each: (-len(_HOLE.sub("", each)), each))
    return tuple(Phrase(_compiled(each), texts[each]) for each in ordered)


def _compiled(phrase: str) -> re.Pattern[str]:
    """Build the expression that finds a phrase in text whose spans are marked."""
    optional_end = f"{_END}?"
    pieces, at = [], 0
    for hole in _HOLE.finditer(phrase):
        pieces += [_letters(phrase[at : hole.start()]), _hole(hole[1])]
        at = hole.end()
    pieces.append(_letters(phrase[at:]))
    body = optional_end.join(piece for piece in pieces if piece)
    last_is_value = phrase.endswith("}") and phrase.rpartition("{")[2][:-1].isdigit()
    return re.compile(body if last_is_value else body + _END, re.DOTALL)


def _hole(name: str) -> str:
    if name.isdigit():
        return f"(?P<_{name}>[{chr(_FIRST)}-{chr(_LAST)}])"
    held = r"[\d.,-]" if name in _NUMBERS else f"[^{chr(_FIRST)}-{_END}]"
    return f"(?P<{name}>{held}+?)"


def _letters(literal: str) -> str:
    return f"{_END}?".join(re.escape(letter) for letter in literal)


def _held(found: re.Match[str]) -> list[tuple[str, str]]:
    return [(name, said) for name, said in found.groupdict().items() if said is not None]


def _is_value(character: str) -> bool:
    return _FIRST <= ord(character) <= _LAST


def _parted(text: str, values: Sequence[Span]) -> tuple[Span, ...]:
    """Put the numbers and dates back between the texts."""
    parts = re.split(f"([{chr(_FIRST)}-{chr(_LAST)}])", text.replace(_END, ""))
    return tuple(
        values[ord(part) - _FIRST] if len(part) == 1 and _is_value(part) else part
        for part in parts
        if part
    )

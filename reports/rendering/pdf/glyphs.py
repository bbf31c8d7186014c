"""Characters that no font has, and the fields of the review they stand in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from unicodedata import category

from reports.rendering.fonts import characters_of, typefaces
from reports.values.calendar import Period
from reports.values.document import Review

_PRINTED = ("product_title", "workspace_title", "cover", "owner", "chapters")
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
# Fields of these types hold no text of anybody's.
_WORDLESS = (int, float, float | None, bool, date, Period)


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that prints as a blank; `fields` are paths as in review.json.

    Example: MissingGlyph(chr(0x52A9), ("chapters[0].blocks[1].title",))
    """

    character: str
    fields: tuple[str, ...]


def unprintable(review: Review) -> tuple[MissingGlyph, ...]:
    """Find the characters that the review's fonts do not have, before anything is rendered.

    A machine with more fonts may still print them; a review must not depend on that.
    """
    known = frozenset[str]().union(*map(characters_of, typefaces(review.look)))
    used = _unusual(getattr(review, name) for name in _PRINTED)
    return locate({one for one in used - known if category(one) not in _INVISIBLE}, review)


def locate(characters: Iterable[str], review: Review) -> tuple[MissingGlyph, ...]:
    """Find each character in the printed fields of a review."""
    found: dict[str, list[str]] = {character: [] for character in sorted(set(characters))}
    for path, text in _printed(review) if found else ():
        for character in found.keys() & set(text):
            found[character].append(path)
    return tuple(MissingGlyph(character, tuple(paths)) for character, paths in found.items())


def _unusual(values: Iterable[object]) -> set[str]:
    """Collect the characters beyond ASCII of all texts at and below values.

    Most reviews have none that is missing, so this walks without keeping paths.
    """
    found: set[str] = set()
    names: dict[type, tuple[str, ...]] = {}
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            found.update(() if value.isascii() else value)
        elif isinstance(value, tuple):
            stack += value
        elif is_dataclass(value):
            kind = type(value)
            if kind not in names:
                names[kind] = tuple(f.name for f in fields(value) if f.type not in _WORDLESS)
            stack += [getattr(value, name) for name in names[kind]]
    return found


def _printed(review: Review) -> Iterator[tuple[str, str]]:
    for name in _PRINTED:
        yield from _texts(getattr(review, name), name)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Give all texts at and below a value with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _texts(item, f"{path}[{at}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{path}.{field.name}")

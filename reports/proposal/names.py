"""How well the name of a column or table fits a vocabulary."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECE = re.compile(r"[A-Za-z0-9]+")
_LONG = 5
_SHORT = 3

_SHORT_FORMS: Mapping[str, str] = {
    "tok": "token", "usr": "user", "req": "request", "resp": "response", "msg": "message",
    "ver": "version", "evt": "event", "cust": "customer", "acct": "account", "dur": "duration",
    "dt": "date", "tm": "time", "cnt": "count", "conf": "confidence", "prob": "probability",
    "amt": "amount", "desc": "description", "num": "number",
}  # fmt: skip

EXACT, PHRASE, SUFFIX, PART, INSIDE = 1.0, 0.8, 0.7, 0.55, 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """Names for one thing, by how they are compared; each leads to how it is written.

    `whole` names are compared without separators, `runs` of words within a name, single `parts`,
    and `long` words that may hide in a compound. Words `against` it rule a name out.
    """

    whole: Mapping[str, str]
    runs: Mapping[tuple[str, ...], str]
    parts: Mapping[str, str]
    long: tuple[tuple[str, str], ...]
    against: frozenset[str] = frozenset()

    @property
    def spelled(self) -> tuple[str, ...]:
        """Return the names as they are written."""
        return tuple(self.whole.values())


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits, from 0 to 1, and the word it was recognised by."""

    score: float = 0.0
    word: str = ""


def words(names: str, parts: str = "", against: str = "") -> Words:
    """Build a vocabulary from words; an underscore joins the words of one name."""
    known = {name: tokens(name) for name in names.split()}
    single = {stem(part): part for part in parts.split()}
    whole = {"".join(stems): name for name, stems in reversed(known.items())}
    return Words(
        whole,
        {stems: name for name, stems in reversed(known.items())},
        single,
        tuple((text, name) for text, name in {**whole, **single}.items() if len(text) >= _LONG),
        frozenset(map(stem, against.split())),
    )


def tokens(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name, without accents and plurals.

    Example: tokens("modelCalls") == ("model", "call")
    """
    return tuple(map(stem, plain_words(name)))


def plain_words(name: str) -> tuple[str, ...]:
    """Return the lower-case ASCII words of a name."""
    composed = unicodedata.normalize("NFC", name).translate(_UMLAUTS)
    letters = (s for s in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(s))
    return tuple(_PIECE.findall(_CAMEL.sub(" ", "".join(letters)).lower()))


def stem(word: str) -> str:
    """Return a word without the s of a plural, and in full where it is cut short."""
    plural = len(word) > _SHORT and word.endswith("s") and word[-2] != "s"
    single = word[:-1] if plural else word
    return _SHORT_FORMS.get(single, single)


def match(name: Sequence[str], known: Words) -> Match:
    """Return how well the tokens of a name fit a vocabulary."""
    if not name or not known.against.isdisjoint(name):
        return Match()
    whole = known.whole.get("".join(name))
    if whole:
        return Match(EXACT, whole)
    return max(_runs(name, known), key=lambda one: one.score, default=_inside(name, known))


def _runs(name: Sequence[str], known: Words) -> Iterator[Match]:
    """Find names of the vocabulary within a name; a short one only where the name ends."""
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            run = tuple(name[start:end])
            found = known.runs.get(run)
            if found and (len(run) > 1 or len(run[0]) > _SHORT):
                yield Match(PHRASE, found)
            elif found and end == len(name):
                yield Match(SUFFIX, found)
        if name[start] in known.parts:
            yield Match(PART, known.parts[name[start]])


def _inside(name: Sequence[str], known: Words) -> Match:
    """Find a word within a longer one, as in German compounds."""
    text = " ".join(name)
    return next((Match(INSIDE, spelled) for part, spelled in known.long if part in text), Match())

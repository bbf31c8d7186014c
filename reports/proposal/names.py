"""How well the name of a column or table fits a vocabulary."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
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
class Word:
    """A name of one or more words, as it is written and as it is compared."""

    spelled: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Names for one thing: whole `names`, weaker `parts`, and words that speak `against` it."""

    names: tuple[Word, ...]
    parts: tuple[Word, ...] = ()
    against: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits, from 0 to 1, and the word it was recognised by."""

    score: float = 0.0
    word: str = ""


def words(names: str, parts: str = "", against: str = "") -> Words:
    """Build a vocabulary from words; an underscore joins the words of one name."""
    return Words(_spelled(names), _spelled(parts), frozenset(map(stem, against.split())))


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
    if not name or known.against & set(name):
        return Match()
    found = [_by_name(name, word) for word in known.names]
    found += [Match(PART, part.spelled) for part in known.parts if part.stems[0] in name]
    found += [_inside(name, word) for word in (*known.parts, *known.names)]
    return max(found, key=lambda one: one.score, default=Match())


def _by_name(name: Sequence[str], word: Word) -> Match:
    if "".join(name) == "".join(word.stems):
        return Match(EXACT, word.spelled)
    size = len(word.stems)
    if size == 1 and len(word.stems[0]) <= _SHORT:
        return Match(SUFFIX, word.spelled) if name[-1] == word.stems[0] else Match()
    runs = (tuple(name[at : at + size]) for at in range(len(name) - size + 1))
    return Match(PHRASE, word.spelled) if word.stems in runs else Match()


def _inside(name: Sequence[str], word: Word) -> Match:
    """Find a word within a longer one, as in German compounds."""
    whole = "".join(word.stems)
    if len(whole) >= _LONG and any(whole in token for token in name):
        return Match(INSIDE, word.spelled)
    return Match()


def _spelled(text: str) -> tuple[Word, ...]:
    return tuple(Word(name, tokens(name)) for name in text.split())

"""What is wrong with a configuration file, collected so that all of it is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reports.config.locate import KeyPath, line_of
from reports.config.redaction import redact
from reports.errors import ConfigError

_MOST = 40
_LONGEST = 60
_ENOUGH = 2000
_WIDEST_BITS = 1000
_NEXT_STEP = "correct the file, then run product-review check"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the key it stands at, and the parts of its message."""

    path: KeyPath
    what: str
    expected: str = ""
    got: str = ""
    next_step: str = ""


@dataclass(slots=True)
class Problems:
    """The mistakes of one file so far."""

    file: str
    lines: Mapping[KeyPath, int]
    found: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Keep one more mistake."""
        self.found.append(problem)

    def error(self) -> ConfigError:
        """Return one error that tells all mistakes, in the order of the file's lines."""
        ordered = sorted(self.found, key=lambda problem: line_of(problem.path, self.lines))
        if len(ordered) == 1:
            (only,) = ordered
            return ConfigError(
                only.what,
                where=self._where(only),
                expected=only.expected,
                got=only.got,
                next_step=only.next_step or _NEXT_STEP,
            )
        told = [f"  {self._sentence(problem)}" for problem in ordered[:_MOST]]
        told += [f"  … and {len(ordered) - _MOST} more"] if len(ordered) > _MOST else []
        what = "\n".join([f"{len(ordered)} mistakes", *told])
        return ConfigError(what, where=self.file, next_step=_NEXT_STEP)

    def _sentence(self, problem: Problem) -> str:
        labelled = (("expected", problem.expected), ("got", problem.got))
        parts = [f"{label} {text}" for label, text in labelled if text]
        parts += [f"next: {problem.next_step}"] if problem.next_step else []
        return "; ".join([f"{self._where(problem)}: {problem.what}", *parts])

    def _where(self, problem: Problem) -> str:
        line = line_of(problem.path, self.lines)
        place = f"{self.file}:{line}" if line else self.file
        return f"{place}, {spelled(problem.path)}" if problem.path else place


def spelled(path: KeyPath) -> str:
    """Write a key path as a person looks for it: the table in brackets, then the key.

    Example: spelled(("products", "a", "funnels", 0, "steps")) == "[products.a.funnels #1] steps"
    """
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts:
            parts[-1] += f" #{step + 1}"
        else:
            parts.append(clipped(str(step)))
    *table, key = parts
    return f"[{'.'.join(table)}] {key}" if table else key


def clipped(text: str) -> str:
    """Return a text short and clean enough for one line of a message, without a password."""
    shown = redact(text[:_ENOUGH])
    clean = "".join(letter if letter.isprintable() else "�" for letter in shown[:_LONGEST])
    return clean if len(shown) <= _LONGEST else f"{clean}…"


def described(value: object, *, secret: bool = False) -> str:
    """Say what was found, short; of a text that may be secret only that it is one."""
    if isinstance(value, str):
        return "some text" if secret else f'"{clipped(value)}"'
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, int) and value.bit_length() > _WIDEST_BITS:
        return "a very large number"
    return clipped(str(value).lower() if isinstance(value, bool) else str(value))


def closest(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that is most like another, or "" where none is."""
    return next(iter(get_close_matches(word[:_LONGEST], known, n=1, cutoff=0.6)), "")


def suggestion(word: str, known: tuple[str, ...]) -> str:
    """Return "did you mean …?" where a known word is close."""
    close = closest(word, known)
    return f"did you mean {close}?" if close else ""

"""Words for success, approval and truth, as databases have them."""

from collections.abc import Sequence

from reports.proposal.kinds import TRUTHS
from reports.proposal.names import plain_words


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split())


OK = _phrases(
    "ok okay answered "
    "success succeeded successful completed complete done finished 200 true passed "
    "erfolg erfolgreich fertig abgeschlossen"
)
UP = _phrases(
    "up thumbs_up thumb_up thumbsup like liked positive pos good great helpful yes 1 upvote true "
    "hoch daumen_hoch gut positiv hilfreich ja"
)
DOWN = _phrases(
    "down thumbs_down thumb_down thumbsdown dislike disliked negative neg bad poor unhelpful "
    "not_helpful no 0 downvote false runter daumen_runter schlecht negativ nein nicht_hilfreich"
)
RIGHT = OK | _phrases(
    "pass correct right fine solved resolved accepted yes good korrekt richtig ja bestanden geloest"
)
WRONG = _phrases(
    "fail failed wrong faulty "
    " incorrect unsolved unresolved rejected no bad false error falsch nein "
    "durchgefallen abgelehnt ungeloest"
)
BAD = WRONG | _phrases(
    "failure timeout timed_out refused crash crashed cancelled canceled aborted abgebrochen "
    "fehlgeschlagen 500"
)
_CONTRARIES = {"status": (OK, BAD), "kind": (UP, DOWN), "label": (RIGHT, WRONG)}
_SIGNS_UP, _SIGNS_DOWN = frozenset({"+1", "👍"}), frozenset({"-1", "👎"})


def known(values: Sequence[str], phrases: frozenset[str]) -> list[str]:
    """Return the values that mean one of the phrases, as they are written."""
    told = {value: "_".join(plain_words(value)) for value in values if value.isprintable()}
    return [value for value, phrase in told.items() if phrase in phrases]


def answers_for(canonical: str, values: Sequence[str]) -> bool:
    """Tell whether values hold both a good and a bad answer of a column's kind."""
    words = [value for value in values if value.lower() not in TRUTHS]
    return canonical in _CONTRARIES and all(known(words, each) for each in _CONTRARIES[canonical])


def thumbs(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the values that mean approval, and those that mean the contrary."""
    signs = {value: value.strip() for value in values}
    ups = [
        v
        for v in values
        if signs[v] in _SIGNS_UP or (v in known(values, UP) and signs[v] not in _SIGNS_DOWN)
    ]
    downs = [v for v in values if signs[v] in _SIGNS_DOWN or v in known(values, DOWN)]
    return ups, [value for value in downs if value not in ups]

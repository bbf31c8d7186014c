"""Words and colours of what a review judges: signals, targets, guardrails, normal ranges."""

from reports.rendering.charts.theme import Colour
from reports.rendering.dates import due_text, medium_day_text
from reports.rendering.language import gettext, in_force, marked
from reports.rendering.numbers import NONE, amount, between, interval_text, probability_text
from reports.values.calendar import Period
from reports.values.document import ScoreRow
from reports.values.kpi import Better
from reports.values.objective import GuardrailState, TargetState
from reports.values.signal import NormalRange, Rule, Signal

_STATE_TONES: dict[str, Colour] = {
    "on track": "ink",
    "at risk": "ink",
    "off": "warning",
    "reached": "accent",
    "missed": "warning",
    "kept": "ink",
    "breached": "warning",
    "inconclusive": "ink",
    "unknown": "grey",
}
_ALLOWED: dict[Better, str] = {
    "higher": marked("at least {value}"),
    "lower": marked("at most {value}"),
    "none": marked("limit {value}"),
}
_RULES: dict[Rule, str] = {
    "beyond_limit": marked("beyond a limit"),
    "three_of_four": marked("near a limit in three of four weeks"),
    "run_of_eight": marked("eight weeks or more on one side of the average"),
    "jump": marked("an unusual step from one week to the next"),
}
_GLYPHS: dict[Rule, str] = {
    "beyond_limit": "▲▼",
    "three_of_four": "△▽",
    "run_of_eight": "◇◇",
    "jump": "◆◆",
}
_STATES = frozenset(
    {
        *(marked("on track"), marked("at risk"), marked("off"), marked("reached")),
        *(marked("missed"), marked("unknown"), marked("kept"), marked("breached")),
        *(marked("inconclusive"), marked("known"), marked("investigating")),
        marked("false alarm"),
    }
)


def signal_words(signal: Signal) -> str:
    """Name the rule that fired, for a narrow column.

    Example: "Below limit"
    """
    up = signal.direction == "up"
    if signal.rule == "beyond_limit":
        return gettext("Above limit") if up else gettext("Below limit")
    if signal.rule == "three_of_four":
        return gettext("Near upper limit") if up else gettext("Near lower limit")
    if signal.rule == "jump":
        return gettext("Jump") if up else gettext("Drop")
    return gettext("Run of {weeks}").format(weeks=number_word(signal.weeks))


def words_in_sentence(signal: Signal) -> str:
    """Name the rule that fired, within a sentence; German nouns keep their capitals."""
    words = signal_words(signal)
    return words.lower() if in_force().code == "en" else words


def rule_words(signal: Signal) -> str:
    """Explain the rule that fired, for the key."""
    return gettext(_RULES[signal.rule])


def signal_glyph(signal: Signal) -> str:
    """Return the mark of a signal as a character, for plain text."""
    return _GLYPHS[signal.rule][signal.direction == "down"]


def valence(signal: Signal) -> str:
    """Say whether a signal is good news, or nothing where neither direction is better."""
    if signal.favourable is None:
        return ""
    return gettext("favourable") if signal.favourable else gettext("adverse")


def signal_notes(signal: Signal) -> str:
    """Say what belongs to a signal beside its rule: good or bad, how long, how sure."""
    lasting = signal.weeks > 1 and signal.rule == "beyond_limit"
    notes = (
        valence(signal),
        gettext("{count} weeks").format(count=signal.weeks) if lasting else "",
        gettext("provisional") if signal.provisional else "",
        gettext("cause known") if signal.known else "",
    )
    return ", ".join(note for note in notes if note)


def signal_tone(signal: Signal | None) -> Colour:
    """Return the colour of a signal: ink where there is none, or neither direction is better."""
    if signal is None or signal.favourable is None:
        return "ink"
    return "accent" if signal.favourable else "warning"


def state_words(status: str) -> str:
    """Name the state of a target, a guardrail or a comment."""
    return gettext(status) if status in _STATES else status


def number_word(count: int) -> str:
    """Write a small number as a word.

    Example: number_word(8) == "eight"
    """
    words = {
        2: gettext("two"),
        3: gettext("three"),
        4: gettext("four"),
        5: gettext("five"),
        6: gettext("six"),
        7: gettext("seven"),
        8: gettext("eight"),
    }
    return words.get(count, str(count))


def state_tone(status: str) -> Colour:
    """Return the colour of a target's or a guardrail's state; most are quiet."""
    return _STATE_TONES[status]


def target_goal(state: TargetState, unit: str, week: Period) -> str:
    """Write what a target asks for, and by when.

    Example: "55.0 % by 31 Dec"
    """
    told = gettext("sum {value} by {day}") if state.cumulative else gettext("{value} by {day}")
    due = due_text(state.goal.on, week.last_day)
    return told.format(value=amount(state.goal.value, unit), day=due)


def target_odds(state: TargetState) -> str:
    """Write the probability of reaching a target while that is open, else nothing."""
    decided = state.status in {"reached", "missed"}
    return "" if decided or state.probability is None else probability_text(state.probability)


def target_words(state: TargetState, unit: str, week: Period) -> str:
    """Write goal, state and odds of a target in one line.

    Example: "55.0 % by 31 Dec: on track, P 93 %"
    """
    odds = target_odds(state)
    told = f"{target_goal(state, unit, week)}: {state_words(state.status)}"
    return f"{told}, {odds}" if odds else told


def guardrail_words(state: GuardrailState, row: ScoreRow) -> str:
    """Write limit and state of a guardrail in one line."""
    return f"{guardrail_limit(state, row)}: {state_words(state.status)}"


def guardrail_limit(state: GuardrailState, row: ScoreRow) -> str:
    """Write the worst value a guardrail allows."""
    if state.limit is None:
        return gettext("guardrail")
    return gettext(_ALLOWED[row.better]).format(value=amount(state.limit, row.unit))


def range_words(normal: NormalRange | None, unit: str) -> str:
    """Write the normal range of the newest week, or why there is none."""
    bounds = _newest(normal)
    if normal is None or bounds is None:
        return (normal.reason if normal else "") or NONE
    return interval_text(*bounds, unit)


def limits_words(normal: NormalRange) -> str:
    """Say what the limits rest on, and how sure they are.

    Example: "provisional limits, 14 weeks"
    """
    if normal.standing == "none":
        none = gettext("no limits")
        return f"{none}: {normal.reason}" if normal.reason else none
    told = gettext("limits from {count} weeks")
    if normal.standing == "provisional":
        told = gettext("provisional limits, {count} weeks")
    told = told.format(count=normal.baseline_weeks)
    if normal.standing == "locked" and normal.baseline is not None:
        first, last = normal.baseline.start, normal.baseline.last_day
        told += f", {between(medium_day_text(first), medium_day_text(last))}"
    notes = (
        gettext("re-based: {cause}").format(cause=normal.rebased) if normal.rebased else "",
        gettext("to be re-based: {cause}").format(cause=normal.pending) if normal.pending else "",
    )
    return "; ".join([told, *(note for note in notes if note)])


def _newest(normal: NormalRange | None) -> tuple[float, float] | None:
    if normal is None or not normal.lower:
        return None
    low, high = normal.lower[-1], normal.upper[-1]
    return None if low is None or high is None else (low, high)

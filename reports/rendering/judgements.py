"""Words and colours of what a review judges: signals, targets, guardrails, normal ranges."""

from reports.rendering.charts.theme import Colour
from reports.rendering.dates import due_text, medium_day_text
from reports.rendering.numbers import NONE, amount, interval_text, probability_text
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
_ALLOWED: dict[Better, str] = {"higher": "at least ", "lower": "at most ", "none": "limit "}
_RULES: dict[Rule, str] = {
    "beyond_limit": "beyond a limit",
    "three_of_four": "near a limit in three of four weeks",
    "run_of_eight": "eight weeks or more on one side of the average",
    "jump": "an unusual step from one week to the next",
}
_GLYPHS: dict[Rule, str] = {
    "beyond_limit": "▲▼",
    "three_of_four": "△▽",
    "run_of_eight": "◇◇",
    "jump": "◆◆",
}
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def signal_words(signal: Signal) -> str:
    """Name the rule that fired, for a narrow column.

    Example: "Below limit"
    """
    up = signal.direction == "up"
    if signal.rule == "beyond_limit":
        return "Above limit" if up else "Below limit"
    if signal.rule == "three_of_four":
        return "Near upper limit" if up else "Near lower limit"
    if signal.rule == "jump":
        return "Jump" if up else "Drop"
    return f"Run of {_NUMBERS.get(signal.weeks, signal.weeks)}"


def rule_words(signal: Signal) -> str:
    """Explain the rule that fired, for the key."""
    return _RULES[signal.rule]


def signal_glyph(signal: Signal) -> str:
    """Return the mark of a signal as a character, for plain text."""
    return _GLYPHS[signal.rule][signal.direction == "down"]


def valence(signal: Signal) -> str:
    """Say whether a signal is good news, or nothing where neither direction is better."""
    if signal.favourable is None:
        return ""
    return "favourable" if signal.favourable else "adverse"


def signal_notes(signal: Signal) -> str:
    """Say what belongs to a signal beside its rule: good or bad, how long, how sure."""
    lasting = signal.weeks > 1 and signal.rule == "beyond_limit"
    notes = (
        valence(signal),
        f"{signal.weeks} weeks" if lasting else "",
        "provisional" if signal.provisional else "",
        "cause known" if signal.known else "",
    )
    return ", ".join(note for note in notes if note)


def signal_tone(signal: Signal | None) -> Colour:
    """Return the colour of a signal: ink where there is none, or neither direction is better."""
    if signal is None or signal.favourable is None:
        return "ink"
    return "accent" if signal.favourable else "warning"


def state_tone(status: str) -> Colour:
    """Return the colour of a target's or a guardrail's state; most are quiet."""
    return _STATE_TONES[status]


def target_goal(state: TargetState, unit: str, week: Period) -> str:
    """Write what a target asks for, and by when.

    Example: "55.0 % by 31 Dec"
    """
    total = "sum " if state.cumulative else ""
    due = due_text(state.goal.on, week.last_day)
    return f"{total}{amount(state.goal.value, unit)} by {due}"


def target_odds(state: TargetState) -> str:
    """Write the probability of reaching a target while that is open, else nothing."""
    decided = state.status in {"reached", "missed"}
    return "" if decided or state.probability is None else probability_text(state.probability)


def target_words(state: TargetState, unit: str, week: Period) -> str:
    """Write goal, state and odds of a target in one line.

    Example: "55.0 % by 31 Dec: on track, P 93 %"
    """
    odds = target_odds(state)
    return f"{target_goal(state, unit, week)}: {state.status}{f', {odds}' if odds else ''}"


def guardrail_words(state: GuardrailState, row: ScoreRow) -> str:
    """Write limit and state of a guardrail in one line."""
    return f"{guardrail_limit(state, row)}: {state.status}"


def guardrail_limit(state: GuardrailState, row: ScoreRow) -> str:
    """Write the worst value a guardrail allows."""
    if state.limit is None:
        return "guardrail"
    return f"{_ALLOWED[row.better]}{amount(state.limit, row.unit)}"


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
        return f"no limits: {normal.reason}" if normal.reason else "no limits"
    told = f"limits from {normal.baseline_weeks} weeks"
    if normal.standing == "provisional":
        told = f"provisional limits, {normal.baseline_weeks} weeks"
    elif normal.baseline is not None:
        first, last = normal.baseline.start, normal.baseline.last_day
        told += f", {medium_day_text(first)} to {medium_day_text(last)}"
    notes = (
        f"re-based: {normal.rebased}" if normal.rebased else "",
        f"to be re-based: {normal.pending}" if normal.pending else "",
    )
    return "; ".join([told, *(note for note in notes if note)])


def _newest(normal: NormalRange | None) -> tuple[float, float] | None:
    if normal is None or not normal.lower:
        return None
    low, high = normal.lower[-1], normal.upper[-1]
    return None if low is None or high is None else (low, high)

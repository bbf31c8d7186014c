"""The subject of a message: product, week, days and the one thing that matters, in one line."""

from reports.rendering.dates import medium_day_text, short_day_text
from reports.rendering.judgements import words_in_sentence
from reports.rendering.language import gettext, in_force
from reports.rendering.numbers import amount
from reports.values.calendar import Period
from reports.values.document import Review, SignalSummary
from reports.values.signal import Signal

SUBJECT_LETTERS = 70

# What the name of a KPI may add beyond that, rather than to be cut, and what is always left of it.
_MOST_LETTERS, _LEAST_LETTERS = 78, 16

# Plain letters need no encoding, and every mail program shows them.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        "\u2026": "...",
        "\u00d7": "x",
    }
)


def subject_of(review: Review, said: str, signals: SignalSummary | None) -> str:
    """Write the subject; what matters is told as fully as a line has room for."""
    corrected = gettext("Corrected: ") if review.revision > 1 else ""
    title = review.product_title or review.product
    week = review.week_label.rpartition("-")[2]
    start = _line(f"{corrected}{title} {week}, {_days(review.week)}")
    news = [line.signal for line in signals.lines if not line.signal.known] if signals else []
    if news:
        return _with_signal(start, news[0])
    things = (_line(said), _line(said.partition(";")[0]))
    found = [f"{start}: {thing}" for thing in things if thing]
    fitting = [one for one in found if len(one) <= SUBJECT_LETTERS]
    return fitting[0] if fitting else shortened(found[-1] if found else start)


def one_line(text: str) -> str:
    """Put a text on one line: nothing in it may start a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shortened(text: str, letters: int = SUBJECT_LETTERS) -> str:
    """Shorten a text at a word."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 3].rsplit(' ', 1)[0].rstrip(' ,;:')}..."


def _with_signal(start: str, signal: Signal) -> str:
    """Name the signal that matters most, with its number where there is room."""
    title, words = _line(signal.title), _line(words_in_sentence(signal))
    value = _line(amount(signal.value, signal.unit))
    for told in (f"{title} {value}, {words}", f"{title}, {words}"):
        if len(f"{start}: {told}") <= SUBJECT_LETTERS:
            return f"{start}: {told}"
    room = _MOST_LETTERS - len(f"{start}: , {words}")
    return f"{start}: {shortened(title, max(room, _LEAST_LETTERS))}, {words}"


def _days(week: Period) -> str:
    """Write the days of a week in short.

    Example: "9-15 Nov 2026"
    """
    first, last = week.start, week.last_day
    if first.year != last.year:
        return f"{medium_day_text(first)} - {medium_day_text(last)}"
    if first.month != last.month:
        return f"{short_day_text(first)} - {medium_day_text(last)}"
    return f"{in_force().day_of_month.format(day=first.day)}-{medium_day_text(last)}"


def _line(text: str) -> str:
    return one_line(text.translate(_PLAIN))

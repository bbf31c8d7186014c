"""Values in other units or words, turned by SQL into those that queries expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.proposal.columns import ONLY_TIME, Choice
from reports.proposal.kinds import epoch_unit, looks_like_truth
from reports.proposal.names import plain_words
from reports.values.schema import ColumnInfo, EngineName

_OK = frozenset(
    "ok okay success succeeded successful completed complete done finished 200 true passed "
    "erfolg erfolgreich fertig abgeschlossen".split()  # noqa: SIM905 a list is harder to read
)
_UP = frozenset(
    "up thumbs_up thumb_up thumbsup like liked positive pos good great helpful yes 1 upvote true "
    "hoch daumen_hoch gut positiv hilfreich ja".split()  # noqa: SIM905 a list is harder to read
)
_DOWN = frozenset(
    "down thumbs_down thumb_down thumbsdown dislike disliked negative neg bad poor unhelpful "
    "not_helpful no 0 downvote false runter daumen_runter schlecht negativ nein "
    "nicht_hilfreich".split()  # noqa: SIM905 a list is harder to read
)
_TRUE = _OK | frozenset(
    "pass correct right solved resolved accepted yes good korrekt richtig ja "
    "bestanden geloest".split()  # noqa: SIM905 a list is harder to read
)
_FALSE = frozenset(
    "fail failed wrong incorrect unsolved unresolved rejected no bad false error falsch nein "
    "durchgefallen abgelehnt ungeloest".split()  # noqa: SIM905 a list is harder to read
)
_TURNED = frozenset({"error", "failed", "failure", "fehler", "timeout"})
_PER_MS: Mapping[str, str] = {
    "s": " * 1000", "sec": " * 1000", "secs": " * 1000", "second": " * 1000",
    "seconds": " * 1000", "sek": " * 1000", "sekunden": " * 1000", "us": " / 1000.0",
    "micros": " / 1000.0", "ns": " / 1000000.0", "nanos": " / 1000000.0",
}  # fmt: skip
_MS = frozenset({"ms", "msec", "millis", "milliseconds", "millisekunden"})
_PER_USD: Mapping[str, str] = {
    "cent": " / 100.0", "cents": " / 100.0", "micros": " / 1000000.0", "microusd": " / 1000000.0",
}  # fmt: skip
_OTHER_MONEY = frozenset({"eur", "euro", "euros", "gbp", "chf", "jpy", "credits", "credit"})
_HARDLY_MS = 50


@dataclass(frozen=True, slots=True)
class Expression:
    """What a canonical column is: a column as it is (`sql` is empty), or an expression.

    One that is not `sure` is proposed as a comment only.
    """

    sql: str = ""
    note: str = ""
    sure: bool = True


def express(choice: Choice, engine: EngineName) -> Expression:
    """Return how a chosen column becomes its canonical one."""
    name, column = choice.canonical.name, choice.column
    if choice.canonical.type in {"instant", "day"}:
        if name == "signed_up_at" and choice.reason == ONLY_TIME:
            return Expression("", f"{ONLY_TIME}: is it the sign-up?", sure=False)
        return _time(column, engine)
    if name in {"latency_ms", "first_token_ms"}:
        return _latency(column)
    if name in {"cost_usd", "value"} and choice.canonical.type == "money":
        return _money(column, name)
    if name == "is_internal":
        return _internal(column)
    if name == "status":
        return _status(column)
    if name == "kind" and choice.canonical.required:
        return _thumb(column)
    if name == "label" or (name == "passed" and not looks_like_truth(column)):
        return _verdict(column)
    return Expression()


def quoted(name: str) -> str:
    """Quote a column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def _time(column: ColumnInfo, engine: EngineName) -> Expression:
    name, unit = quoted(column.name), epoch_unit(column)
    if unit:
        divided = {"s": name, "ms": f"{name} / 1000.0", "us": f"{name} / 1000000.0"}[unit]
        note = f"{unit} since 1970"
        if engine == "sqlite":
            return Expression("" if unit == "s" else divided, note)
        return Expression(f"TO_TIMESTAMP({divided})", note)
    if not column.kind.endswith("_text") or engine == "sqlite":
        return Expression()
    types = {"instant_text": "TIMESTAMPTZ", "naive_text": "TIMESTAMP", "date_text": "DATE"}
    return Expression(f"CAST({name} AS {types[column.kind]})", "a time stored as text")


def _latency(column: ColumnInfo) -> Expression:
    units = plain_words(column.name)
    if _MS & set(units):
        return Expression()
    factor = next((_PER_MS[unit] for unit in reversed(units) if unit in _PER_MS), "")
    if factor:
        return Expression(f"{quoted(column.name)}{factor}", "turned into milliseconds")
    typical = "unknown" if column.typical is None else f"{column.typical:,.6g}"
    if column.typical is not None and column.typical < _HARDLY_MS:
        sql = f"{quoted(column.name)} * 1000"
        return Expression(sql, f"typical value {typical}: are these seconds?", sure=False)
    return Expression("", f"? the unit is not named; typical value {typical}, taken as ms")


def _money(column: ColumnInfo, canonical: str) -> Expression:
    units = set(plain_words(column.name))
    factor = next((_PER_USD[unit] for unit in sorted(units) if unit in _PER_USD), "")
    other = sorted(units & _OTHER_MONEY)
    if other:
        sure = canonical == "value"
        return Expression("", f"? in {other[0]}, but shown as USD", sure=sure)
    if factor:
        return Expression(f"{quoted(column.name)}{factor}", "turned into whole units")
    return Expression() if "usd" in units else Expression("", "? taken as USD")


def _internal(column: ColumnInfo) -> Expression:
    often = bool(column.values) and column.values[0].lower() in {"1", "true", "t", "yes", "y"}
    note = "people marked here are left out of every number"
    return Expression("", f"{note}, which are most of them?" if often else note, sure=not often)


def _status(column: ColumnInfo) -> Expression:
    name, turned = quoted(column.name), bool(_TURNED & set(plain_words(column.name)))
    if looks_like_truth(column):
        good, bad = ("error", "ok") if turned else ("ok", "error")
        return Expression(_cases(column, good, bad), "truth values as ok and error")
    known = _known(column.values, _OK)
    if known and column.kind == "integer" and all(_is_http(value) for value in column.values):
        sql = f"CASE WHEN {name} BETWEEN 200 AND 299 THEN 'ok' ELSE CAST({name} AS TEXT) END"
        return Expression(sql, "HTTP codes 200 to 299 as ok")
    if "ok" in column.values and len(known) == 1:
        return Expression()
    if known and column.kind == "text":
        rest = f"ELSE {name} END"
        sql = f"CASE WHEN {name} IN ({_list(known)}) THEN 'ok' {rest}"
        return Expression(sql, f"{_told(known)} means ok; everything else is an error")
    seen = _told(column.values) or "no values"
    return Expression("", f"which of {seen} means ok? Write it as 'ok'", sure=False)


def _thumb(column: ColumnInfo) -> Expression:
    name = quoted(column.name)
    if looks_like_truth(column):
        return Expression(_cases(column, "up", "down"), "truth values as up and down")
    if column.kind in {"integer", "number"}:
        if set(column.values) and {float(value) for value in column.values} <= {-1.0, 1.0}:
            sql = f"CASE WHEN {name} > 0 THEN 'up' WHEN {name} < 0 THEN 'down' END"
            return Expression(sql, "1 as up and -1 as down")
        return Expression("'rating'", "? numbers are no thumbs: kind is always 'rating'")
    ups, downs = _known(column.values, _UP), _known(column.values, _DOWN)
    ups = [*ups, *(value for value in column.values if value.strip() in {"+1", "👍"})]
    downs = [*(v for v in downs if v not in ups), *(v for v in column.values if v == "👎")]
    downs += [value for value in column.values if value.strip() == "-1"]
    ups = [value for value in ups if value not in downs]
    if not (ups or downs) or {*ups, *downs} <= {"up", "down"}:
        return Expression("", "" if ups or downs else "? thumbs are expected as up and down")
    cases = [f"WHEN {name} IN ({_list(ups)}) THEN 'up'"] if ups else []
    cases += [f"WHEN {name} IN ({_list(downs)}) THEN 'down'"] if downs else []
    note = f"up is {_told(ups) or 'nothing'}, down is {_told(downs) or 'nothing'}"
    return Expression(f"CASE {' '.join(cases)} ELSE {name} END", note)


def _verdict(column: ColumnInfo) -> Expression:
    if column.kind != "text":
        return Expression()
    good, bad = _known(column.values, _TRUE), _known(column.values, _FALSE)
    if not good and not bad:
        return Expression("", "? no values that mean right or wrong: it is kept as it is")
    name = quoted(column.name)
    cases = [f"WHEN {name} IN ({_list(good)}) THEN 1"] if good else []
    cases += [f"WHEN {name} IN ({_list(bad)}) THEN 0"] if bad else []
    left = [value for value in column.values if value not in {*good, *bad}]
    rest = f"; ? {_told(left)} is left out" if left else ""
    note = f"1 is {_told(good) or 'nothing'}, 0 is {_told(bad) or 'nothing'}{rest}"
    return Expression(f"CASE {' '.join(cases)} END", note)


def _cases(column: ColumnInfo, good: str, bad: str) -> str:
    """Return words for truth values, in whatever type they come."""
    name = quoted(column.name)
    if column.kind == "boolean":
        return f"CASE WHEN {name} THEN '{good}' WHEN NOT {name} THEN '{bad}' END"
    if column.kind == "text":
        test = f"LOWER({name}) IN ('1', 'true', 't', 'yes', 'y')"
        return f"CASE WHEN {test} THEN '{good}' WHEN {name} IS NOT NULL THEN '{bad}' END"
    return f"CASE WHEN {name} > 0 THEN '{good}' WHEN {name} <= 0 THEN '{bad}' END"


def _known(values: Sequence[str], known: frozenset[str]) -> list[str]:
    return [value for value in values if "_".join(plain_words(value)) in known]


def _is_http(value: str) -> bool:
    return value.isdigit() and 100 <= int(value) < 600


def _list(values: Sequence[str]) -> str:
    return ", ".join(map(literal, values))


def _told(values: Sequence[str]) -> str:
    return ", ".join(values[:5])

"""Values in other units or words, turned by SQL into those that queries expect."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports.proposal.answers import OK, RIGHT, WRONG, known, thumbs
from reports.proposal.columns import ONLY_TIME, Choice
from reports.proposal.kinds import epoch_unit, looks_like_truth
from reports.proposal.names import plain_words
from reports.values.schema import ColumnInfo, EngineName

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
RATING = "'rating'"


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
    if choice.canonical.type == "money":
        return _money(column, name)
    if name == "kind" and not choice.canonical.required:
        return Expression()
    turn = _TURNS.get(name)
    return turn(column) if turn else Expression()


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
        sql = f"{quoted(column.name)}{factor}" if factor else ""
        return Expression(sql, f"? in {other[0]}, but shown as USD", sure=sure)
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
        yes, no = ("error", "ok") if turned else ("ok", "error")
        return Expression(_cases(column, yes, no), "truth values as ok and error")
    good = known(column.values, OK)
    if good and column.kind == "integer" and all(_is_http(value) for value in column.values):
        sql = f"CASE WHEN {name} BETWEEN 200 AND 299 THEN 'ok' ELSE CAST({name} AS TEXT) END"
        return Expression(sql, "HTTP codes 200 to 299 as ok")
    if good == ["ok"]:
        return Expression()
    if good and column.kind == "text":
        rest = f"ELSE {name} END"
        sql = f"CASE WHEN {name} IN ({_list(good)}) THEN 'ok' {rest}"
        return Expression(sql, f"{_told(good)} means ok; everything else is an error")
    seen = _told(column.values) or "no values"
    return Expression("", f"which of {seen} means ok? Write it as 'ok'", sure=False)


def _thumb(column: ColumnInfo) -> Expression:
    name = quoted(column.name)
    if looks_like_truth(column):
        return Expression(_cases(column, "up", "down"), "truth values as up and down")
    if column.kind in {"integer", "number"}:
        if column.values and {value.removesuffix(".0") for value in column.values} <= {"-1", "1"}:
            sql = f"CASE WHEN {name} > 0 THEN 'up' WHEN {name} < 0 THEN 'down' END"
            return Expression(sql, "1 as up and -1 as down")
        return Expression(RATING, "? numbers are no thumbs: kind is always 'rating'")
    ups, downs = thumbs(column.values)
    if not (ups or downs) or {*ups, *downs} <= {"up", "down"}:
        return Expression("", "" if ups or downs else "? thumbs are expected as up and down")
    cases = [f"WHEN {name} IN ({_list(ups)}) THEN 'up'"] if ups else []
    cases += [f"WHEN {name} IN ({_list(downs)}) THEN 'down'"] if downs else []
    note = f"up is {_told(ups) or 'nothing'}, down is {_told(downs) or 'nothing'}"
    return Expression(f"CASE {' '.join(cases)} ELSE {name} END", note)


def _verdict(column: ColumnInfo) -> Expression:
    if column.kind != "text":
        return Expression()
    good, bad = known(column.values, RIGHT), known(column.values, WRONG)
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


def _is_http(value: str) -> bool:
    return value.isdigit() and 100 <= int(value) < 600


def _list(values: Sequence[str]) -> str:
    return ", ".join(map(literal, values))


def _told(values: Sequence[str]) -> str:
    return ", ".join(values[:5])


_TURNS: Mapping[str, Callable[[ColumnInfo], Expression]] = {
    "latency_ms": _latency,
    "first_token_ms": _latency,
    "is_internal": _internal,
    "status": _status,
    "kind": _thumb,
    "label": _verdict,
    "passed": _verdict,
}

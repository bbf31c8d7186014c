"""The one place where a number becomes text. Rounding: decimal, half up, on the shortest form."""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reports.rendering.language import SPACE, gettext, in_force, marked
from reports.values.document import Quantity
from reports.values.reading import Change, Reading, Status

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"
COMPACT_UNITS = frozenset({"count", "users", "tokens"})

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_NAMES = {
    "rows": "",
    "expected": "",
    "bps": marked("bps"),
    "days": marked("days"),
    "hours": marked("h"),
}
# Up to here a change is written as percent with one decimal, or as all digits of its bps.
_AS_FACTOR, _LONG_BPS = 999.5, 100_000
# Minutes and hours are used from two of them on, so that 90 s stay seconds.
_CLOCK = (("h", 3600.0), ("min", 60.0))
_TWO_IN_SIXTIETHS = 120
_STATUS_TEXT: dict[Status, str] = {
    "missing": marked("no data"),
    "insufficient": marked("not enough data"),
    "not_comparable": marked("not comparable"),
    "ok": "no data",
    "partial": "no data",
}


def rounded(value: float, places: int) -> Decimal:
    """Round half up to decimal places; a zero never keeps a sign."""
    step = Decimal(1).scaleb(-places)
    result = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def fixed(value: float, places: int, *, signed: bool = False) -> str:
    """Write a number with thousands separators and a real minus.

    Example: fixed(1234.5, 1, signed=True) == "+1,234.5"
    """
    number = rounded(value, places)
    sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
    return f"{sign}{in_force().digits(f'{abs(number):,f}')}"


def compact(value: float, *, signed: bool = False) -> str:
    """Write three significant digits with k, M, B or T; whole numbers below 1,000 as they are.

    Example: compact(1_290_400) == "1.29M", in German "1,29 Mio." with a no-break space
    """
    suffixes = _suffixes()
    power, scaled = 0, value
    while abs(rounded(scaled, _places(scaled))) >= 1000 and power < len(suffixes) - 1:
        power += 1
        scaled = value / 1000**power
    if power and not suffixes[power]:
        return fixed(value, 0, signed=signed)
    whole = power == 0 and rounded(value, 6) == rounded(value, 0)
    return fixed(scaled, 0 if whole else _places(scaled), signed=signed) + suffixes[power]


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a number in a KPI's unit, a currency, "percent", "bps", "rows", "hours" or "expected".

    Example: amount(0.918, "share") == "91.8 %" with a no-break space
    """
    if is_currency(unit):
        return _money(value, unit, signed=signed)
    if unit in {"share", "percent"}:
        return _percent(value * 100 if unit == "share" else value, unit, signed=signed)
    if unit in {"ms", "s"}:
        return _duration(value if unit == "s" else value / 1000, signed=signed)
    if unit in _NAMES:
        places = 0 if unit in {"rows", "bps"} or value == int(value) else 1
        return fixed(value, places, signed=signed) + _name(unit)
    return compact(value, signed=signed)


def is_currency(unit: str) -> bool:
    """Tell whether a unit is an ISO 4217 code."""
    return len(unit) == 3 and unit.isupper()


def format_value(value: float | None, unit: str) -> str:
    """Write a number in a unit, or say that there is none."""
    return missing_text("missing", "") if value is None else amount(value, unit)


def quantity_text(quantity: Quantity) -> str:
    """Write a quantity, or why it is missing."""
    if quantity.value is None:
        return missing_text(quantity.status, quantity.reason)
    if quantity.form == "change":
        return change_text(quantity.value, quantity.unit)
    if quantity.form == "n":
        return f"n{SPACE}{amount(quantity.value, quantity.unit)}"
    return amount(quantity.value, quantity.unit, signed=quantity.form == "signed")


def reading_text(reading: Reading, unit: str) -> str:
    """Write a reading in its KPI's unit, or why it is missing."""
    if reading.value is None:
        return missing_text(reading.status, reading.reason)
    return amount(reading.value, unit)


def format_change(change: Change) -> str:
    """Write a comparison with its sign, or why there is none."""
    if change.value is None:
        return missing_text(change.status, change.reason)
    return change_text(change.value, change.unit)


def change_text(value: float, unit: str) -> str:
    """Write a change with its sign; from about +1,000 % on, as a factor on the earlier value.

    Example: change_text(1_501_863, "percent") == TIMES + "15.0k"
    """
    if unit == "percent" and abs(value) >= _AS_FACTOR:
        return f"{TIMES}{compact(1 + value / 100)}"
    if unit == "bps" and abs(rounded(value, 0)) >= _LONG_BPS:
        return f"{compact(value, signed=True)}{_name(unit)}"
    return amount(value, unit, signed=True)


def missing_text(status: Status, reason: str) -> str:
    """Say why there is no number."""
    return reason or gettext(_STATUS_TEXT[status])


def split_unit(text: str) -> tuple[str, str]:
    """Part a number from the unit behind it, so that columns can align the digits.

    Example: split_unit("+12 bps") == ("+12", "bps") where a no-break space stands between
    """
    number, space, unit = text.rpartition(SPACE)
    return (number, unit) if space else (text, "")


def interval_text(low: float, high: float, unit: str) -> str:
    """Write two bounds with their unit once, and shares with the same number of decimals.

    Example: interval_text(0.51, 0.531, "share") == "51.0 to 53.1 %" with a no-break space
    """
    if unit == "share":
        places = max(_percent_places(100 * bound, unit) for bound in (low, high))
        return between(fixed(100 * low, places), _with_sign(fixed(100 * high, places)))
    lower, upper = amount(low, unit), amount(high, unit)
    behind = not is_currency(unit) or in_force().money.startswith("{number}")
    if behind and split_unit(lower)[1] == split_unit(upper)[1]:
        lower = split_unit(lower)[0]
    return between(lower, upper)


def between(lower: str, upper: str) -> str:
    """Join the bounds of an interval.

    Example: between("1", "2") == "1 to 2"
    """
    return " ".join((lower, gettext("to"), upper))


def probability_text(share: float) -> str:
    """Write how likely something is; what rounds to never or always stays short of it.

    Example: probability_text(0.617) == "P 62 %" with no-break spaces
    """
    percent = rounded(share * 100, 0)
    number = "<\N{NO-BREAK SPACE}1" if percent < 1 else fixed(float(percent), 0)
    number = ">\N{NO-BREAK SPACE}99" if percent > 99 else number
    return f"P{SPACE}{_with_sign(number)}"


def axis_texts(ticks: Sequence[float], unit: str) -> tuple[str, ...]:
    """Write the labels of one axis, all with the same number of decimals and the same unit."""
    largest = max((abs(tick) for tick in ticks), default=0.0)
    before, factor, after = _axis_unit(unit, largest)
    scaled = [tick * factor for tick in ticks]
    places = next(
        (p for p in range(6) if all(abs(float(rounded(t, p)) - t) < 1e-9 for t in scaled)), 6
    )
    plain = unit in COMPACT_UNITS or is_currency(unit)
    return tuple(
        "0"
        if tick == 0 and plain
        else f"{MINUS if tick < 0 else ''}{before}{fixed(abs(tick), places)}{after}"
        for tick in scaled
    )


def tick_unit(unit: str, largest: float) -> float:
    """Return the size of the unit in which ticks must be round: an hour is not 1,000 s.

    Example: tick_unit("s", 32_000) == 3600
    """
    if unit not in {"ms", "s"}:
        return 1.0
    _, size = _clock_unit(largest / _per_second(unit))
    return size * _per_second(unit) if size > 1 else 1.0


def _axis_unit(unit: str, largest: float) -> tuple[str, float, str]:
    if unit in {"share", "percent"}:
        return "", 100.0 if unit == "share" else 1.0, _with_sign("")
    if unit in {"ms", "s"}:
        seconds = largest / _per_second(unit)
        name, size = _clock_unit(seconds) if seconds > 1 else ("ms", 0.001)
        return "", 1 / (size * _per_second(unit)), f"{SPACE}{name}"
    # "1,500" reads better than "1.5k", so thousands begin at ten of them.
    power = 0
    while largest >= (10_000, 1e6, 1e9, 1e12, math.inf)[power]:
        power += 1
    suffix = _suffixes()[power]
    before, _, after = (_priced("|", unit) if is_currency(unit) else "|").partition("|")
    return before, 1000.0**-power if suffix else 1.0, suffix + after


def _places(value: float) -> int:
    """Return how many decimals show three significant digits."""
    if value == 0:
        return 0
    exponent = Decimal(repr(float(value))).adjusted()
    if rounded(value, max(2 - exponent, 0)).adjusted() > exponent:
        exponent += 1
    return min(max(2 - exponent, 0), 8)


def _percent(percent: float, unit: str, *, signed: bool) -> str:
    return _with_sign(fixed(percent, _percent_places(percent, unit), signed=signed))


def _percent_places(percent: float, unit: str) -> int:
    size = abs(percent)
    near_an_end = unit == "share" and (0 < size < 0.95 or 99 <= size < 100)
    return 2 if near_an_end else 0 if size >= 999.5 else 1


def _duration(seconds: float, *, signed: bool) -> str:
    size = abs(seconds)
    if rounded(size * 1000, 0) < 1000:
        places = 0 if size >= 0.01 or size == 0 else 1
        return f"{fixed(seconds * 1000, places, signed=signed)}{SPACE}ms"
    name, unit_s = _clock_unit(size)
    number = seconds / unit_s
    return f"{fixed(number, _places(number), signed=signed)}{SPACE}{name}"


def _clock_unit(seconds: float) -> tuple[str, float]:
    """Return the unit that a duration of a second or more is written in, and its seconds."""
    for name, size in _CLOCK:
        if rounded(seconds * 60 / size, 0) >= _TWO_IN_SIXTIETHS:
            return name, size
    return "s", 1.0


def _per_second(unit: str) -> float:
    return 1.0 if unit == "s" else 1000.0


def _money(value: float, code: str, *, signed: bool) -> str:
    size = abs(value)
    if size >= 999.995:
        number = compact(size)
    else:
        places = 0 if size >= 99.995 or code in {"JPY", "KRW"} else 2
        number = fixed(size, _places(size) if 0 < size < 0.1 else places)
    negative = value < 0 and any(digit in "123456789" for digit in number)
    sign = MINUS if negative else "+" if signed and value > 0 else ""
    return f"{sign}{_priced(number, code)}"


def _priced(number: str, code: str) -> str:
    """Put the sign of a currency, or its code, where the language has it."""
    language = in_force()
    if code in _SYMBOLS:
        return language.money.format(symbol=_SYMBOLS[code], number=number)
    return language.money_code.format(symbol=code, number=number)


def _with_sign(number: str) -> str:
    return in_force().percent.format(number=number)


def _suffixes() -> tuple[str, ...]:
    return ("", *in_force().scales)


def _name(unit: str) -> str:
    """Return the name of a unit with the space before it."""
    return f"{SPACE}{gettext(_NAMES[unit])}" if _NAMES[unit] else ""

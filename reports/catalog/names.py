"""Names and closed word lists of definitions, with suggestions for near misses."""

import difflib
import re
from collections.abc import Iterable

from reports.values.kpi import UNITS

# ISO 4217 codes in common use; a closed list, so that "USS" is refused.
_CURRENCY_WORDS = """
AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HUF IDR ILS INR
ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD
RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR
"""
CURRENCIES = tuple(_CURRENCY_WORDS.split())
KPI_UNITS = UNITS + CURRENCIES
DIALECTS = ("duckdb", "sqlite", "postgres")

# Below this the closest word is rarely the one that was meant.
_LIKENESS = 0.7
_LOWER_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def is_lower_snake(name: str) -> bool:
    """Tell whether a name is lower_snake_case."""
    return _LOWER_SNAKE.fullmatch(name) is not None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question naming the closest known word, or nothing.

    Example: did_you_mean("titel", ["title"]) == 'did you mean "title"?'
    """
    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=_LIKENESS)
    return f'did you mean "{by_fold[close[0]]}"?' if close else ""

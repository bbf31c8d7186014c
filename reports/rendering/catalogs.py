"""Languages that are shipped: symbols and patterns from Babel, texts from our catalogs."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from reports.errors import RenderError
from reports.rendering.language import SPACE, Language

LANGUAGES = ("en", "de")
NUMBERS = ("en", "de", "fr")
FOLDER = Path(__file__).with_name("locale")
# The contexts of a review's sentences and headings, of names of rows and tables around those that
# the workspace gives, and of usual dimensions; texts of templates and drawings have none.
CONTEXTS = ("review", "row", "title", "dimension")

# English here is British: the day comes first. Its months are those of plain English, whose
# September is as short as the others.
_PATTERNS = {"en": "en_GB"}
_SCALES: Mapping[str, tuple[str, ...]] = {
    "en": ("k", "M", "B", "T"),
    "de": ("", f"{SPACE}Mio.", f"{SPACE}Mrd.", f"{SPACE}Bio."),
}
_FIELD = re.compile(r"d+|M+|y+")
_FIELDS = {"d": "{day}", "M": "{month}", "y": "{year}"}


def language_of(code: str) -> Language:
    """Build a language; "en-de" is English with the numbers of German.

    k, M and B are the house's own; German writes thousands in full ("900.000 $"), for "Tsd." is
    longer than the digits it saves, and millions as "1,29 Mio.". Every language has a no-break
    space before "%", also English. Rounding is ours alone: Babel gives symbols and patterns.
    Raises: RenderError if the language is not shipped.
    """
    words, _, numbers = code.partition("-")
    if words not in LANGUAGES or numbers not in ("", *NUMBERS):
        raise RenderError(
            "unknown language", where="language", expected=" or ".join(LANGUAGES), got=code
        )
    spoken = _language(words)
    return replace(spoken, **_numbers(Locale.parse(numbers))) if numbers else spoken


def _language(code: str) -> Language:
    locale, patterns = Locale.parse(code), Locale.parse(_PATTERNS.get(code, code))
    long, days = _pattern(patterns.date_formats["long"].pattern), patterns.datetime_skeletons
    return Language(
        code=code,
        scales=_SCALES[code],
        **_numbers(locale),
        **_months(locale),
        day=long.replace(" ", SPACE, 1),
        day_of_year=_pattern(days["MMMMd"].pattern).replace(" ", SPACE),
        day_of_month=long.split(" ")[0],
        short_day=_pattern(days["MMMd"].pattern).replace(" ", SPACE),
        medium_day=_pattern(days["yMMMd"].pattern).replace(" ", SPACE),
        month=_pattern(days["yMMM"].pattern),
        **_texts(code),
    )


def _numbers(locale: Locale) -> dict[str, Any]:
    """Return how a locale writes numbers; a narrow space, which few fonts have, becomes a wide."""
    symbols = locale.number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "group": symbols["group"].replace("\N{NARROW NO-BREAK SPACE}", SPACE),
        "percent": _percent(locale).replace("\N{NARROW NO-BREAK SPACE}", SPACE),
        **_money(locale),
    }


def catalog_of(code: str) -> Catalog:
    """Read the catalog of a language."""
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


def _texts(code: str) -> dict[str, Any]:
    """Return texts and plurals of pages, phrases and rows of reviews; English needs none."""
    plurals: dict[str, tuple[str, ...]] = {}
    texts: dict[str | None, dict[str, str]] = {context: {} for context in (None, *CONTEXTS)}
    for message in () if code == "en" else catalog_of(code):
        if isinstance(message.id, list | tuple):
            plurals[message.id[0]] = tuple(message.string or ())
        elif message.id:
            texts[message.context][message.id] = str(message.string)
    names = ("texts", "phrases", "rows", "titles", "dimensions")
    return {"plurals": plurals, **dict(zip(names, texts.values(), strict=True))}


def _percent(locale: Locale) -> str:
    """Return the pattern of a percentage, with a space where the language has none."""
    pattern = str(locale.percent_formats[None].pattern).replace("#,##0", "{number}")
    return pattern.replace("}%", f"}}{SPACE}%").replace(" ", SPACE)


def _money(locale: Locale) -> dict[str, Any]:
    """Say on which side of a number its currency stands; a code never touches the number."""
    before = locale.currency_formats["standard"].pattern.startswith("¤")
    after = f"{{number}}{SPACE}{{symbol}}"
    return {
        "money": "{symbol}{number}" if before else after,
        "money_code": f"{{symbol}}{SPACE}{{number}}" if before else after,
    }


def _months(locale: Locale) -> dict[str, Any]:
    names = locale.months
    kinds = {
        "months": names["format"]["wide"],
        "short_months": names["format"]["abbreviated"],
        "axis_months": names["stand-alone"]["abbreviated"],
    }
    return {kind: tuple(found[at] for at in range(1, 13)) for kind, found in kinds.items()}


def _pattern(pattern: str) -> str:
    """Turn a pattern of the CLDR into a format string.

    Example: _pattern("d. MMMM y") == "{day}. {month} {year}"
    """
    return _FIELD.sub(lambda found: _FIELDS[found[0][0]], pattern)

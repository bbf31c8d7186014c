"""Numbers, percentages and dates as the languages write them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from reports.errors import RenderError
from reports.rendering import dates, numbers
from reports.rendering.catalogs import language_of
from reports.rendering.language import ENGLISH, in_force, speaking, spoken_in
from reports.values.calendar import Period

SPACE, DASH, MINUS = "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\N{MINUS SIGN}"
LONG = Period(date(2026, 12, 28), date(2027, 1, 4), "week")


@pytest.fixture(scope="module")
def german():
    """Give German."""
    return language_of("de")


@pytest.mark.parametrize(
    ("value", "unit", "english", "told"),
    [
        (0.52, "share", "52.0_%", "52,0_%"),
        (0.9951, "share", "99.51_%", "99,51_%"),
        (-3.6, "percent", f"{MINUS}3.6_%", f"{MINUS}3,6_%"),
        (-0.04, "percent", "0.0_%", "0,0_%"),
        (0.05, "percent", "0.1_%", "0,1_%"),
        (1234, "count", "1.23k", "1.234"),
        (12_934, "count", "12.9k", "12.934"),
        (1_290_400, "count", "1.29M", "1,29_Mio."),
        (999_999.6, "count", "1.00M", "1,00_Mio."),
        (2.5e9, "tokens", "2.50B", "2,50_Mrd."),
        (3e12, "tokens", "3.00T", "3,00_Bio."),
        (25.71, "number", "25.7", "25,7"),
        (900_000, "USD", "$900k", "900.000_$"),
        (-1_470_000, "EUR", f"{MINUS}€1.47M", f"{MINUS}1,47_Mio._€"),
        (4.49, "USD", "$4.49", "4,49_$"),
        (5000, "CHF", "CHF_5.00k", "5.000_CHF"),
        (130, "bps", "130_bps", "130_Bp"),
        (3, "days", "3_days", "3_Tage"),
        (1500, "ms", "1.50_s", "1,50_s"),
    ],
)
def test_an_amount_is_written_as_its_language_does(german, value, unit, english, told):
    """Separators, percent sign, short forms and currencies stand where a reader expects them."""
    spaced = english.replace("_", SPACE), told.replace("_", SPACE)

    assert spaced[0] == numbers.amount(value, unit)
    with speaking(german):
        assert spaced[1] == numbers.amount(value, unit)


def test_signs_bounds_and_odds_follow_the_language(german):
    """A change, an interval and a probability are words and numbers of one language."""
    with speaking(german):
        assert f"+1.300{SPACE}Bp" == numbers.change_text(1300, "bps")
        assert f"51,0 bis 53,1{SPACE}%" == numbers.interval_text(0.51, 0.531, "share")
        assert f"800 bis 950{SPACE}$" == numbers.interval_text(800, 950, "USD")
        assert f"P{SPACE}62{SPACE}%" == numbers.probability_text(0.617)
        assert "keine Daten" == numbers.format_value(None, "count")


def test_labels_of_an_axis_share_unit_and_decimals(german):
    """Thousands are written in full, and money has its sign behind the number."""
    with speaking(german):
        assert ("0", f"10.000{SPACE}$") == numbers.axis_texts((0, 10_000), "USD")
        millions = numbers.axis_texts((0, 500_000, 1_000_000), "count")
        assert ("0", f"0,5{SPACE}Mio.", f"1,0{SPACE}Mio.") == millions
        assert f"50{SPACE}%" == numbers.axis_texts((0, 0.5), "share")[1]


@pytest.mark.parametrize(
    ("write", "english", "told"),
    [
        (dates.day_text, "9_November 2026", "9._November 2026"),
        (dates.short_day_text, "9_Nov", "9._Nov."),
        (dates.medium_day_text, "9_Nov_2026", "9._Nov._2026"),
        (dates.month_text, "Nov 2026", "Nov 2026"),
    ],
)
def test_a_date_is_written_as_its_language_does(german, write, english, told):
    """The day comes first; German puts a dot behind it."""
    day = date(2026, 11, 9)

    assert english.replace("_", SPACE) == write(day)
    with speaking(german):
        assert told.replace("_", SPACE) == write(day)


def test_a_period_names_month_and_year_once(german):
    """Days of one month stand close together, those of two years are written in full."""
    week = Period(date(2026, 11, 9), date(2026, 11, 16), "week")
    months = Period(date(2026, 11, 30), date(2026, 12, 7), "week")
    with speaking(german):
        assert f"9.{DASH}15.{SPACE}November 2026" == dates.period_text(week)
        told = f"30.{SPACE}November {DASH} 6.{SPACE}Dezember 2026"
        assert told == dates.period_text(months)
        told = f"28.{SPACE}Dezember 2026 {DASH} 3.{SPACE}Januar 2027"
        assert told == dates.period_text(LONG)


def test_a_week_keeps_its_iso_number(german):
    """The number of a week comes from its label, not from the locale's weeks."""
    with speaking(german):
        assert f"Woche{SPACE}53" == dates.week_text("2026-W53")
        instant = datetime(2026, 11, 16, 6, tzinfo=UTC)
        assert f"16.{SPACE}November 2026, 06:00{SPACE}UTC" == dates.instant_text(instant, "UTC")


def test_a_language_ends_with_its_block_and_stays_in_its_thread(german):
    """What one environment speaks is never heard by another."""
    with speaking(german), ThreadPoolExecutor(1) as other:
        assert "de" == in_force().code
        assert "en" == other.submit(in_force).result().code
        assert "1,234.5" == spoken_in(ENGLISH, numbers.fixed)(1234.5, 1)

    assert ENGLISH is in_force()


@pytest.mark.parametrize(
    ("code", "share", "money"),
    [
        ("en-de", "12,3_%", "1,23M_€"),
        ("en-fr", "12,3_%", "1,23M_€"),
        ("de-en", "12.3_%", "€1.23_Mio."),
    ],
)
def test_words_of_one_language_go_with_numbers_of_another(code, share, money):
    """Separators, percentages and the place of a currency change; nothing else does."""
    spoken = language_of(code)
    with speaking(spoken):
        told = (numbers.amount(0.1234, "share"), numbers.amount(1_234_567, "EUR"))

    assert (share.replace("_", SPACE), money.replace("_", SPACE)) == told
    assert code[:2] == spoken.code
    assert language_of(code[:2]).texts == spoken.texts


@pytest.mark.parametrize("code", ["xx", "en-xx", "", "en_de"])
def test_unknown_languages_are_refused(code):
    """The message names those that are shipped."""
    with pytest.raises(RenderError, match="unknown language"):
        language_of(code)

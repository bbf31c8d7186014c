"""How numbers become text."""

import pytest

from reports.rendering.numbers import (
    amount,
    axis_texts,
    compact,
    fixed,
    format_change,
    format_value,
    interval_text,
    probability_text,
    quantity_text,
    reading_text,
    split_unit,
)
from reports.values.calendar import Calendar
from reports.values.document import Quantity
from reports.values.reading import Change, Reading

WEEK = Calendar().week("2026-W46")


def plain(text):
    """Write a no-break space as a space and a minus as a hyphen."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, "count", "0"),
        (7, "users", "7"),
        (999, "users", "999"),
        (999.5, "number", "1.00k"),
        (1000, "count", "1.00k"),
        (12_931, "users", "12.9k"),
        (999_499, "count", "999k"),
        (999_500, "count", "1.00M"),
        (1_290_400, "count", "1.29M"),
        (18_400_000_000, "tokens", "18.4B"),
        (-1500, "count", "-1.50k"),
        (23.45, "number", "23.5"),
        (9.996, "number", "10.0"),
        (0.012345, "score", "0.0123"),
        (0.918, "share", "91.8 %"),
        (0.0047, "share", "0.47 %"),
        (0.99934, "share", "99.93 %"),
        (1.0, "share", "100.0 %"),
        (0.0, "share", "0.0 %"),
        (842, "ms", "842 ms"),
        (999.6, "ms", "1.00 s"),
        (4520, "ms", "4.52 s"),
        (0.5, "s", "500 ms"),
        (62.04, "s", "62.0 s"),
        (119.4, "s", "119 s"),
        (119.5, "s", "1.99 min"),
        (270, "s", "4.50 min"),
        (32_322.0, "s", "8.98 h"),
        (32_322_000.0, "ms", "8.98 h"),
        (-5_400_000, "s", "-1,500 h"),
        (2.19, "USD", "$2.19"),
        (0.0222, "USD", "$0.0222"),
        (48_210.5, "EUR", "€48.2k"),
        (-48_210.5, "GBP", "-£48.2k"),
        (-0.001, "USD", "-$0.00100"),
        (12_300, "CHF", "CHF 12.3k"),
        (1_204_331, "rows", "1,204,331"),
        (6, "days", "6 days"),
        (2.25, "hours", "2.3 h"),
        (12.4, "bps", "12 bps"),
    ],
)
def test_amount_in_its_unit(value, unit, expected):
    """A number is written in its unit with three significant digits where it is long."""
    assert expected == plain(amount(value, unit))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3.24, "percent", "+3.2 %"),
        (-3.25, "percent", "-3.3 %"),
        (-0.04, "percent", "0.0 %"),
        (0.0, "percent", "0.0 %"),
        (999.4, "percent", "+999.4 %"),
        (999.5, "percent", "\N{MULTIPLICATION SIGN}11.0"),
        (1_501_863.0, "percent", "\N{MULTIPLICATION SIGN}15.0k"),
        (-5100.0, "percent", "\N{MULTIPLICATION SIGN}-50"),
        (12.4, "bps", "+12 bps"),
        (-183.5, "bps", "-184 bps"),
        (-0.4, "bps", "0 bps"),
        (-99_999.4, "bps", "-99,999 bps"),
        (1_234_567.0, "bps", "+1.23M bps"),
    ],
)
def test_changes_carry_their_sign(value, unit, expected):
    """A change has a sign unless it rounds to zero."""
    assert expected == plain(format_change(Change(value, unit, "ok")))


def test_changes_in_text_and_in_tables_are_written_alike():
    """A long change is a factor wherever a change stands, but a level is not."""
    quantities = [Quantity(1240.2, "percent", form) for form in ("change", "signed", "value")]

    assert ["\N{MULTIPLICATION SIGN}13.4", "+1,240 %", "1,240 %"] == [
        plain(quantity_text(quantity)) for quantity in quantities
    ]


def test_rounding_is_half_up_on_the_number_as_written():
    """A five at the end goes away from zero, whatever its binary form."""
    assert ["0.13", "2.68", "1.01"] == [fixed(value, 2) for value in (0.125, 2.675, 1.005)]


def test_minus_is_a_minus_and_units_stay_with_their_number():
    """Text has a real minus sign and a no-break space before the unit."""
    assert "\N{MINUS SIGN}3.3\N{NO-BREAK SPACE}%" == amount(-3.25, "percent")


def test_missing_numbers_say_why():
    """A missing value is printed as its reason, never as zero."""
    found = [
        reading_text(Reading(WEEK, None, "missing"), "count"),
        reading_text(Reading(WEEK, None, "insufficient", "n < 30"), "share"),
        format_change(Change(None, "percent", "not_comparable", "from zero")),
        quantity_text(Quantity(None, "rows", status="missing", reason="not counted")),
        format_value(None, "count"),
    ]

    assert ["no data", "n < 30", "from zero", "not counted", "no data"] == found


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        (0.51, 0.531, "share", "51.0 to 53.1 %"),
        (0.985, 0.9913, "share", "98.50 to 99.13 %"),
        (12_800, 13_100, "users", "12.8k to 13.1k"),
        (-900, -600, "USD", "-$900 to -$600"),
        (9.5, 12_300, "CHF", "CHF 9.50 to CHF 12.3k"),
        (848, 881, "ms", "848 to 881 ms"),
        (974, 1012, "ms", "974 ms to 1.01 s"),
    ],
)
def test_intervals_name_their_unit_once(low, high, unit, expected):
    """Two bounds share a unit where they have the same one."""
    assert expected == plain(interval_text(low, high, unit))


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.617, "P 62 %"),
        (0.0, "P < 1 %"),
        (0.004, "P < 1 %"),
        (0.01, "P 1 %"),
        (0.994, "P 99 %"),
        (0.996, "P > 99 %"),
        (1.0, "P > 99 %"),
    ],
)
def test_probabilities_never_promise(share, expected):
    """No probability is written as none or as certainty."""
    assert expected == plain(probability_text(share))


@pytest.mark.parametrize(
    ("ticks", "unit", "expected"),
    [
        ((0, 5000, 10_000), "count", ("0", "5k", "10k")),
        ((0, 500, 1000), "USD", ("0", "$500", "$1,000")),
        ((0.0, 0.25, 0.5), "share", ("0 %", "25 %", "50 %")),
        ((0.008, 0.009), "share", ("0.8 %", "0.9 %")),
        ((800, 900), "ms", ("800 ms", "900 ms")),
        ((4000, 4500), "ms", ("4.0 s", "4.5 s")),
        ((120, 150), "s", ("2.0 min", "2.5 min")),
        ((0, 36_000_000), "ms", ("0 h", "10 h")),
        ((-1e6, 0, 1e6), "count", ("-1M", "0", "1M")),
    ],
)
def test_axis_labels_agree_on_decimals_and_unit(ticks, unit, expected):
    """The labels of an axis share one unit and one number of decimals."""
    assert expected == tuple(plain(text) for text in axis_texts(ticks, unit))


def test_compact_goes_up_to_trillions():
    """The largest suffix takes whatever is larger."""
    assert ["1.00T", "12,300T"] == [compact(1e12), compact(1.23e16)]


def test_units_can_be_parted_from_their_number():
    """A number and its unit are told apart at the no-break space."""
    assert [("+12", "bps"), ("12.9k", "")] == [
        split_unit(amount(12, "bps", signed=True)),
        split_unit("12.9k"),
    ]

"""Input on which other weekly reviews end with an exception: handled, or refused in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from reports.errors import ConfigError
from reports.values.document import Callout, Review, Table
from tests.decks import Deck, days_between, formula, metric, readings_of, review_of

WEEK, LAST_DAY = "2025-W46", date(2025, 11, 16)
DAYS = days_between(LAST_DAY - timedelta(days=40), LAST_DAY)
KPIS = metric("sales", "sales")


def sales(day_form: str = "%Y-%m-%d", value: object = 100) -> Mapping[str, list[tuple]]:
    """Return a daily table with its days in some form and a value on each."""
    return {"sales": [("day", "value"), *((day.strftime(day_form), value) for day in DAYS)]}


def left_out(review: Review) -> str:
    """Return everything the data notes say of KPIs that are not computed."""
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return "\n".join(" ".join(map(str, row)) for row in rows)


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d 13:45:00", "%Y/%m/%d"])
def test_dates_in_common_forms_are_read(tmp_path: Path, form: str):
    """Days written dd/mm/yyyy, or with a time of day, are the days they say."""
    found = readings_of(review_of(Deck(sales(form), KPIS).write(tmp_path), WEEK))["sales"]

    assert (700.0, "ok") == (found.last_week.value, found.last_week.status)
    assert 1600.0 == found.mtd.reading.value


def test_text_in_a_column_of_numbers_is_named(tmp_path: Path):
    """A KPI over words is left out with the column named; the others are computed."""
    tables = {**sales(), "words": [("day", "value"), *((day, "many") for day in DAYS)]}
    review = review_of(Deck(tables, KPIS + metric("words", "words")).write(tmp_path), WEEK)

    assert {"sales"} == set(readings_of(review))
    assert "value" in left_out(review)


def test_a_missing_title_is_named(tmp_path: Path):
    """A KPI without a title is not computed, and the review says what it lacks."""
    review = review_of(
        Deck(sales(), KPIS + metric("nameless", "sales", title="")).write(tmp_path), WEEK
    )

    assert "title" in left_out(review)


def test_formulas_may_stand_before_what_they_use(tmp_path: Path):
    """Definitions in any order, nested in each other, give the same numbers."""
    kpis = [
        formula("double", "2 * half_again"),
        formula("half_again", "sales * 3 / 2"),
        metric("sales", "sales"),
    ]
    found = [
        readings_of(review_of(Deck(sales(), "".join(order)).write(tmp_path / name), WEEK))
        for name, order in (("ordered", kpis), ("turned", kpis[::-1]))
    ]

    assert found[0] == found[1]
    assert (2100.0, 1050.0) == (
        found[0]["double"].last_week.value,
        found[0]["half_again"].last_week.value,
    )


def test_formulas_in_a_circle_are_refused(tmp_path: Path):
    """Two formulas that rest on each other are not computed, and the review names the circle."""
    kpis = KPIS + formula("hen", "egg + sales") + formula("egg", "hen - sales")
    review = review_of(Deck(sales(), kpis).write(tmp_path), WEEK)

    assert {"sales"} == set(readings_of(review))
    assert "hen" in left_out(review)


def test_the_name_of_a_month_is_refused_with_what_is_expected(tmp_path: Path):
    """A fiscal year starts with a number from 1 to 12, and a word in its place is named."""
    deck = Deck(sales(), KPIS, 'fiscal_year_start = "dec"')

    with pytest.raises(ConfigError, match=r"(?s)fiscal_year_start.*dec"):
        review_of(deck.write(tmp_path), WEEK)


def test_every_month_may_begin_a_fiscal_year(tmp_path: Path):
    """A week of December in a fiscal year that does not end then is an ordinary week."""
    days = days_between(date(2025, 10, 1), date(2025, 12, 14))
    table = {"sales": [("day", "value"), *((day, 100) for day in days)]}
    deck = Deck(table, KPIS, 'fiscal_year_start = 11\nmonths = "fiscal_year"')
    found = readings_of(review_of(deck.write(tmp_path), "2025-W50"))["sales"]

    assert (4400.0, 4400.0, 1400.0) == (
        *(found.ytd.reading.value, found.qtd.reading.value, found.mtd.reading.value),
    )


def test_a_repeated_key_is_called_out(tmp_path: Path):
    """Rows of a day are added, as a table may have several; a row's own name may stand once."""
    rows = [(f"p{number}", f"{day} 10:00:00Z", "m") for number, day in enumerate(DAYS)]
    tables = {"predictions": [("prediction_id", "day", "model"), *rows, rows[-1]]}
    deck = Deck(tables, metric("calls", "predictions", aggregate="count", column=""))
    folder = deck.write(tmp_path)
    settings = (folder / "review.toml").read_text().replace('day = "day"', 'occurred_at = "day"')
    (folder / "review.toml").write_text(settings)
    review = review_of(folder, WEEK)
    blocks = [block for chapter in review.chapters for block in chapter.blocks]

    assert "Repeated prediction_id" in [one.title for one in blocks if isinstance(one, Callout)]

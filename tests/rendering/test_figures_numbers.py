"""The numbers of charts as tables, on the last pages, and as CSV."""

from dataclasses import replace

import pytest
from gallery_model import dots, histogram, multiples, reliability, waterfall
from gallery_people import funnel, growth, heatmap, month_cohorts
from review_gallery import all_charts, gallery_review
from review_sample_kpis import WEEK

from reports.rendering.figures.appendix import MOST_ROWS, has_numbers, numbers_behind
from reports.rendering.figures.columns import figure_rows
from reports.rendering.figures.numbers import numbers_of
from reports.rendering.figures.scope import scope_lines
from reports.rendering.figures.tabular import MOST_COLUMNS
from reports.rendering.numbers import quantity_text
from reports.rendering.outline import outline_of
from reports.rendering.tables import csv_tables
from reports.values.document import Chapter, Quantity


def line(table, at):
    """Give a row as texts."""
    cells = [quantity_text(one) if isinstance(one, Quantity) else one for one in table.rows[at]]
    return [one.replace("\N{NO-BREAK SPACE}", " ") if one else one for one in cells]


def heads(table):
    """Give the names of the columns."""
    return [column.title for column in table.columns]


@pytest.mark.parametrize(
    ("chart", "rows", "expected"),
    [
        (heatmap(), 13, ["17 Aug", "332", "63.0 %"]),
        (funnel(), 5, ["Opened the assistant", "12.9k", None, None, "12.4k", None]),
        (growth(), 26, ["18\N{EN DASH}24 May 2026", "8.44k", "1.07k", "794", "6.58k", "1.33k", ""]),
        (waterfall(), 8, ["Before", "64.2 %", None, None, "61.0k", ""]),
        (dots(), 5, ["Shorter first answer", "+2.1 %", "+0.9 %", "+3.3 %", "8.42k", "+3.0 %"]),
        (histogram(), 17, ["100 to 133 ms", "30", "0.28 %", "44", "0.44 %"]),
        (reliability(), 10, ["0.0 to 10.0 %", "2.10k", "4.6 %", "4.7 %", "3.8 %", "5.6 %", ""]),
        (multiples(), 26, ["18\N{EN DASH}24 May 2026", "560 ms", "636 ms", "663 ms"]),
    ],
    ids=lambda one: type(one).__name__ if hasattr(one, "title") else None,
)
def test_tables_hold_what_the_chart_shows(chart, rows, expected):
    """Each family has a table with its rows in order and a number in every cell that has one."""
    table = numbers_of(chart)[0]

    assert rows == len(table.rows)
    assert expected == line(table, 0)[: len(expected)]
    assert {len(table.columns)} == {len(row) for row in table.rows}


def test_wide_tables_are_divided():
    """A table with more columns than fit is several, each with the names of its rows."""
    parts = numbers_of(heatmap())

    assert [1 + MOST_COLUMNS, 1 + 13 - MOST_COLUMNS] == [len(one.columns) for one in parts]
    assert ["Cohort", "Age 9", "Age 10", "Age 11", "Age 12"] == heads(parts[1])
    assert ["7 Sep", "7 Sep"] == [line(one, 3)[0] for one in parts]


def test_shorter_line_begins_later():
    """A line with fewer periods is empty where the longest has begun already."""
    first, second = multiples().panels[:2]
    short = replace(second, readings=second.readings[-2:])
    (table,) = numbers_of(replace(multiples(), panels=(first, short)))

    assert [None, None] == [table.rows[at][2] for at in (0, 23)]
    assert line(table, 25)[2] == "588 ms"


def test_missing_numbers_give_their_reason():
    """What is missing says why in its cell."""
    assert "no rows" == line(numbers_of(growth())[0], 9)[1]
    assert "fewer than 30" == line(numbers_of(waterfall())[0], 6)[2]


def test_only_charts_that_leave_numbers_out_stand_on_the_last_pages():
    """Charts that write every number beside its mark are not repeated."""
    outline = outline_of(gallery_review())
    placed = [one for part in outline.parts for one in part.blocks]
    titles = [one.title for one in numbers_behind(outline)]
    plain = replace(funnel(), steps=tuple(replace(s, before=None) for s in funnel().steps))
    chapters = (Chapter("c", "C", (plain,)),)
    bare = outline_of(replace(gallery_review(), chapters=chapters))

    assert [funnel().title, growth().title] == titles[:2]
    assert [False, True] == [has_numbers(one) for one in placed[:2]]
    assert () == numbers_behind(bare)


def test_weeks_and_months_have_two_rows_per_kpi():
    """A group of panels has a table of weeks and one of months, the year before below."""
    weeks, months = numbers_behind(outline_of(gallery_review()))[-1].tables

    assert ["Weeks", "W41", "W42"] == heads(weeks)[:3]
    assert (7, 13) == (len(weeks.columns), len(months.columns))
    assert ["Weekly active users", "year before"] == [row[0] for row in weeks.rows[:2]]
    assert 8 == len(weeks.rows) == len(months.rows)


def test_long_tables_are_cut_with_a_word():
    """More rows than fit are left to the attachment, the oldest first, and counted."""
    long = replace(growth(), periods=growth().periods * 2)
    review = replace(gallery_review(), chapters=(Chapter("c", "C", (long,)),))
    (found,) = numbers_behind(outline_of(review))

    assert (MOST_ROWS, 52 - MOST_ROWS) == (len(found.tables[0].rows), found.left_out)
    assert line(found.tables[0], -1)[0] == "9\N{EN DASH}15 November 2026"


@pytest.mark.parametrize("chart", all_charts(), ids=lambda one: type(one).__name__)
def test_csv_rows_are_rectangular_and_plain(chart):
    """Every row has the columns of the header, and dates, numbers or text in them."""
    header, rows = figure_rows(chart)

    assert rows
    assert {len(header)} == {len(row) for row in rows}
    assert len(set(header)) == len(header)


def test_review_has_a_csv_for_every_chart():
    """The attachments hold all charts, each by its anchor, in full precision."""
    found = {one.name: one.data.decode() for one in csv_tables(gallery_review())}
    cohorts = found["gallery-people-who-came-after-the-new-onboarding-stay-longer.csv"]

    assert 10 == len(found)
    assert cohorts.startswith("unit,first_day,last_day,size,age,value,n,status,reason,mark\r\n")
    assert "share,2026-09-07,2026-09-13,287,5,,0,missing,no rows on three days,none" in cohorts


def test_scope_names_periods_and_n():
    """A chart says what days it covers, against which, and how many stand behind it."""
    spaced = [
        [text.replace("\N{NO-BREAK SPACE}", " ") for text in scope_lines(chart)]
        for chart in (histogram(), dots(), month_cohorts())
    ]
    open_ended = replace(dots(), period=None)

    assert [
        ["9\N{EN DASH}15 November 2026, n 10.6k", "before: 2\N{EN DASH}8 November 2026, n 9.92k"],
        ["9\N{EN DASH}15 November 2026"],
        ["6 months, 1 May \N{EN DASH} 31 October 2026, n 6.00k"],
    ] == spaced
    assert () == scope_lines(open_ended)
    assert WEEK == histogram().period

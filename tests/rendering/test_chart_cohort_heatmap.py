"""Cohort heatmaps: cells, tints, ages to come, marks."""

from dataclasses import replace

import pytest
from drawings import described, shapes, text_of, told, uncoloured, words_of
from gallery_people import heatmap, month_cohorts

from reports.rendering.charts.cohort_heatmap import MOST_COHORTS, cohort_heatmap
from reports.rendering.fonts import text_widths
from reports.values.charts import Datum


@pytest.fixture(scope="module")
def widths():
    """Give the widths of the data font."""
    return text_widths()


def with_cell(chart, row, at, cell):
    """Give a chart with one cell replaced."""
    one = chart.cohorts[row]
    kept = (*one.kept[:at], cell, *one.kept[at + 1 :])
    cohorts = (*chart.cohorts[:row], replace(one, kept=kept), *chart.cohorts[row + 1 :])
    return replace(chart, cohorts=cohorts)


def test_each_cohort_has_its_size_and_its_ages(widths):
    """Every row has name, size and one number per age; the pooled row comes last."""
    rows = {}
    for one in words_of(cohort_heatmap(heatmap(), widths).svg):
        rows.setdefault(one.y, []).append(one.text)
    lines = [rows[y] for y in sorted(rows)]

    assert [str(age) for age in range(1, 13)] == lines[0]
    assert ["17 Aug", "332", "63", "46"] == lines[1][:4]
    assert [14, 13, 12] == [len(line) for line in lines[1:4]]
    assert ["All", "3.95k", "65"] == lines[-1][:3]


def test_age_to_come_is_empty_and_missing_is_a_dash(widths):
    """An age that has not come has no cell; a cell without a number has a dash, not zero."""
    chart = heatmap()
    gone = with_cell(chart, 0, 2, Datum(None, 0, "missing", "no rows"))
    cells = [sum(len(one.kept) for one in chart.cohorts) + len(chart.overall)] * 2
    drawn = [cohort_heatmap(one, widths).svg for one in (chart, gone)]

    assert cells == [len(shapes(svg, "rect")) for svg in drawn]
    assert [1, 2] == [text_of(svg).count("\N{EN DASH}") for svg in drawn]


def test_tint_follows_the_number(widths):
    """The least value has the lightest tint, the greatest the darkest; equal ones the middle."""
    chart = replace(month_cohorts(), overall=())
    same = replace(chart, cohorts=chart.cohorts[-1:])
    svg = cohort_heatmap(chart, widths).svg

    assert [6, 5, 4] == [len(shapes(svg, "rect", f"f-heat{n}")) for n in (5, 4, 3)]
    assert 1 == len(shapes(svg, "rect", "f-heat1")) - 2
    assert 1 == len(shapes(cohort_heatmap(same, widths).svg, "rect", "f-heat3"))


def test_incomplete_cell_is_an_outline(widths):
    """A number with days missing stands on paper, in an outline."""
    plain = with_cell(heatmap(), 1, 0, Datum(0.6))
    partial = with_cell(heatmap(), 1, 0, Datum(0.6, status="partial"))
    counts = [
        len(shapes(cohort_heatmap(one, widths).svg, "rect", "f-paper s-past"))
        for one in (plain, partial)
    ]

    assert 1 == counts[1] - counts[0]


@pytest.mark.parametrize("narrow", [False, True])
def test_state_needs_no_colour(widths, narrow):
    """Good and bad cells differ by the direction of their flags."""
    drawn = {
        mark: uncoloured(
            cohort_heatmap(
                with_cell(heatmap(), 7, 0, Datum(0.7, mark=mark)), widths, narrow=narrow
            ).svg
        )
        for mark in ("none", "neutral", "favourable", "adverse")
    }

    assert 4 == len(set(drawn.values()))


def test_small_shares_have_a_decimal(widths):
    """Where all shares are small, whole percents would say too little."""
    cell = Datum(0.0132)
    chart = replace(heatmap(), overall=(cell,) * 3, cohorts=())

    assert text_of(cohort_heatmap(chart, widths).svg).endswith("1.3 | 1.3 | 1.3")


def test_number_that_does_not_fit_is_left_to_the_tint(widths):
    """Cells too narrow for their numbers have none; the spots still tell them."""
    chart = replace(month_cohorts(), unit="number")
    wide = replace(chart, cohorts=tuple(_older(one) for one in chart.cohorts))
    picture = cohort_heatmap(wide, widths, narrow=True)

    assert "1.23M" not in text_of(picture.svg)
    assert "1.23M" in picture.spots[0].says


def _older(cohort):
    return replace(cohort, kept=(Datum(1_234_567.0),) * 20)


def test_newest_cohorts_are_drawn(widths):
    """More cohorts than fit a page leave the oldest to the table."""
    chart = heatmap()
    many = replace(chart, cohorts=chart.cohorts * 4, overall=())
    names = [one for one in words_of(cohort_heatmap(many, widths).svg) if one.x == 0]

    assert MOST_COHORTS == len(names)
    assert "2 Nov" == names[-1].text


def test_spots_and_words_tell_whose_number_it_is(widths):
    """A spot names cohort, size and age; the description has the pooled ends."""
    picture = cohort_heatmap(heatmap(), widths)
    title, words = described(picture.svg)
    marked = next(spot for spot in picture.spots if "favourable" in spot.says)

    name, says = told(marked)

    assert "5 Oct (311) · age 1" == name
    assert says.startswith("70.4 % · n 311 · beyond normal variation")
    assert "Chart of 12 cohorts by age" == title
    assert "All cohorts: 64.6 % at age 1, 22.0 % at age 12" in words

"""What was stated of a KPI's weeks, and what counts as a restatement."""

from dataclasses import replace

import pytest
from site_sample import USERS, archive_of, holding, key_of, said

from reports.rendering.site.history import histories_of
from reports.rendering.site.words import difference_words

HELD = holding()
FIRST, SECOND, THIRD = key_of(2), key_of(1), key_of(0)
ALL = ((FIRST, HELD), (SECOND, HELD), (THIRD, HELD))


def history(*says, reviews=ALL):
    """Return the history of the only KPI."""
    (found,) = histories_of(archive_of(*reviews, says=says))
    return found


def told(found):
    """Return each restatement as old value, new value, and the reviews that said so."""
    return [
        (one.was.reading.value, one.was.key, one.now.reading.value, one.now.key)
        for one in found.restatements
    ]


def test_last_statement_stands():
    """A week shows the value, n and review that were stated last."""
    week = history(said(FIRST, 2, 500, n=90), said(SECOND, 2, 520, n=95)).newest

    assert (520, 95, SECOND) == (week.last.reading.value, week.last.reading.n, week.last.key)
    assert "2026-W44" == week.label


def test_restatement_names_both_values_and_both_reviews():
    """Old value, new value, and which review said which."""
    found = history(said(FIRST, 2, 500), said(SECOND, 2, 520))

    assert [(500, FIRST, 520, SECOND)] == told(found)


def test_each_step_of_a_chain_is_a_restatement():
    """A number that moved twice is restated twice, each time against the one before."""
    found = history(said(FIRST, 2, 500), said(SECOND, 2, 520), said(THIRD, 2, 480))

    assert [(500, FIRST, 520, SECOND), (520, SECOND, 480, THIRD)] == told(found)


def test_differences_within_the_tolerance_do_not_count():
    """Half a per cent is tolerated; what adds up to more is counted against what was told."""
    found = history(said(FIRST, 2, 1000), said(SECOND, 2, 1004), said(THIRD, 2, 1006))

    assert [(1000, FIRST, 1006, THIRD)] == told(found)
    assert 1006 == found.newest.last.reading.value


def test_first_value_is_no_restatement():
    """A number that was missing at first becomes known; nothing was stated otherwise."""
    found = history(said(FIRST, 2, None), said(SECOND, 2, 520))

    assert [] == told(found)
    assert SECOND == found.newest.last.key


def test_withdrawn_and_restored_numbers_are_restatements():
    """A number that vanishes was restated to no data, and once more when it comes back."""
    found = history(said(FIRST, 2, 500), said(SECOND, 2, None), said(THIRD, 2, 500))

    assert [(500, FIRST, None, SECOND), (None, SECOND, 500, THIRD)] == told(found)


def test_missing_twice_is_no_restatement():
    """Another reason for no number is not another number."""
    found = history(said(FIRST, 2, None), said(SECOND, 2, None, "insufficient"))

    assert [] == told(found)


def test_zero_that_becomes_something_is_a_restatement():
    """Any difference from zero exceeds its tolerance."""
    found = history(said(FIRST, 2, 0.0), said(SECOND, 2, 1.0))

    assert [(0.0, FIRST, 1.0, SECOND)] == told(found)
    assert "from zero" == difference_words(found.restatements[0], USERS)


def test_new_revision_restates():
    """A second revision of the same week is a later statement as well."""
    again = key_of(2, 2)
    found = history(
        said(FIRST, 2, 500),
        said(again, 2, 450),
        reviews=((FIRST, HELD), (again, HELD)),
    )

    assert [(500, FIRST, 450, again)] == told(found)


def test_another_definition_is_named_beside_the_restatement():
    """A number that moved while its definition changed says so."""
    other = holding(replace(USERS, definition_hash="b" * 64, minimum_n=30))
    found = history(
        said(FIRST, 2, 500),
        said(SECOND, 2, 400),
        said(SECOND, 1, 410),
        said(THIRD, 1, 500),
        reviews=((FIRST, HELD), (SECOND, other), (THIRD, other)),
    )

    assert [False, True] == [one.redefined for one in found.restatements]


def test_another_unit_is_a_restatement_without_a_difference():
    """Numbers in two units keep their own, and no difference is computed."""
    thousands = holding(replace(USERS, unit="number", definition_hash="b" * 64))
    found = history(
        said(FIRST, 2, 500),
        said(SECOND, 2, 500),
        reviews=((FIRST, HELD), (SECOND, thousands)),
    )
    (one,) = found.restatements

    assert ("users", "number") == (one.was.unit, one.now.unit)
    assert "not comparable" == difference_words(one, found.kpi)


@pytest.mark.parametrize(
    ("change", "was", "now", "expected"),
    [
        ("percent", 500.0, 520.0, "+4.0\N{NO-BREAK SPACE}%"),
        ("percent", -500.0, -520.0, "\N{MINUS SIGN}4.0\N{NO-BREAK SPACE}%"),
        ("bps", 0.5, 0.52, "+200\N{NO-BREAK SPACE}bps"),
    ],
)
def test_difference_is_written_as_changes_are(change, was, now, expected):
    """Per cent of the number before, or basis points for shares."""
    kpi = replace(USERS, change=change)
    found = history(said(FIRST, 2, was), said(SECOND, 2, now))

    assert expected == difference_words(found.restatements[0], kpi)


def test_definitions_follow_each_other_by_their_hash():
    """A definition spans the reviews that used it and says what is new; prose does not count."""
    reworded = holding(replace(USERS, why="How many people came."))
    other = holding(replace(USERS, definition_hash="b" * 64, minimum_n=30))
    found = history(
        said(FIRST, 2, 500), reviews=((FIRST, HELD), (SECOND, reworded), (THIRD, other))
    )

    assert [(FIRST, SECOND, ()), (THIRD, THIRD, ("minimum n",))] == [
        (span.first, span.last, span.changed) for span in found.definitions
    ]
    assert "How many people came." == found.definitions[0].definition.why


def test_formula_can_change_with_what_it_is_computed_from():
    """A hash that moved without a difference of its own points at the operands."""
    formula = replace(USERS, kind="formula", formula="a / b", operands=("a", "b"))
    other = replace(formula, definition_hash="b" * 64)
    found = history(
        said(FIRST, 2, 500), reviews=((FIRST, holding(formula)), (SECOND, holding(other)))
    )

    assert ("the indicators it is computed from",) == found.definitions[1].changed


def test_numbers_outlive_the_review_that_is_gone():
    """A review that cannot be read still stated its numbers; the next one tells their unit."""
    found = history(
        said(FIRST, 2, 500), said(SECOND, 2, 520), reviews=((FIRST, None), (SECOND, HELD))
    )

    assert [(500, FIRST, 520, SECOND)] == told(found)
    assert "users" == found.restatements[0].was.unit


def test_nothing_readable_leaves_the_name():
    """Without any readable review a KPI is known by its name only."""
    found = history(said(FIRST, 2, 500), reviews=((FIRST, None),))

    assert ("users", "number", ()) == (found.kpi.title, found.kpi.unit, found.definitions)


def test_order_is_that_of_the_newest_review():
    """KPIs stand as in the newest week's review; those it no longer holds follow."""
    kept, gone = replace(USERS, name="kept"), replace(USERS, name="gone")
    archive = archive_of((FIRST, holding(gone)), (SECOND, holding(kept)))
    says = tuple(
        replace(one, reading=replace(one.reading, kpi=name))
        for name, one in (("gone", said(FIRST, 2, 1)), ("kept", said(SECOND, 1, 2)))
    )
    found = histories_of(replace(archive, statements=says))

    assert [("kept", True), ("gone", False)] == [(one.kpi.name, one.current) for one in found]

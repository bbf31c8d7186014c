"""What is said of a KPI where its name stands."""

from dataclasses import replace

from reports.rendering.glossary import counted_by, glossary_of, source_of
from reports.values.kpi import Column, Kpi
from reports.values.query import Query

QUERY = Query("visits", "total", "SELECT 1", ("events", "users"))
KPI = Kpi("visits", "Visits", "Why.", "count", "higher", "engagement", "total", QUERY)


def columns(*meanings):
    """Return a denominator and an n with these meanings."""
    names = ("denominator", "n")
    return tuple(Column(*one) for one in zip(names, "ii", "uu", meanings, strict=True))


def test_terms_are_found_by_name(review):
    """Each KPI of the review has a term."""
    assert [one.definition.name for one in review.kpis] == list(glossary_of(review))


def test_source_is_the_relations_read():
    """A KPI with a query names the relations that the query reads."""
    assert "events, users" == source_of(KPI, {})


def test_formula_is_written_with_titles():
    """A formula names the titles of its operands, and the names of those not in the review."""
    kpi = replace(KPI, query=None, formula="sales / (visits + other_visits)")

    assert "Sales / (Visits + other_visits)" == source_of(
        kpi, {"sales": "Sales", "visits": "Visits"}
    )


def test_n_is_what_its_column_says():
    """The meaning of n is that of its column."""
    kpi = replace(KPI, columns=columns("answers", "people who asked"))

    assert "people who asked" == counted_by(kpi)


def test_n_that_repeats_is_named_in_full():
    """Where n is the same number as the column before, that column's meaning serves."""
    assert "answers" == counted_by(replace(KPI, columns=columns("answers", "the same number")))


def test_n_of_buckets_is_that_of_their_sum():
    """The n of one bucket becomes the n of all."""
    kpi = replace(KPI, columns=columns("upper bound", "answers in the bucket"))

    assert "answers" == counted_by(kpi)


def test_unstated_n_has_no_words():
    """A definition that does not mention n says nothing of it."""
    assert "" == counted_by(replace(KPI, columns=columns("answers", "people")[:1]))

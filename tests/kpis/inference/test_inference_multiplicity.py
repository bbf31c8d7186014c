"""P-values adjusted for many questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.inference.multiplicity import benjamini_hochberg, holm
from tests.kpis.statistics_cases import case, differences

P_VALUES = st.lists(st.floats(0, 1), max_size=30)


@pytest.mark.parametrize(("name", "adjust"), [("b13", benjamini_hochberg), ("b14", holm)])
def test_adjusted_p_values_agree_with_the_reference(name, adjust):
    """Adjusted values and what they reject are the reference's, in the order given."""
    found = case(name)
    adjusted = adjust(found["inputs"]["p"])

    actual = {
        "adjusted": list(adjusted),
        "reject": [one <= found["inputs"]["alpha"] for one in adjusted],
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


@given(P_VALUES)
def test_adjusting_raises_and_keeps_the_order(p):
    """No value falls, none exceeds one, smaller ones stay smaller, and Holm is the stricter."""
    softer, stricter = benjamini_hochberg(p), holm(p)

    assert all(
        one <= low + 1e-15 and low <= high + 1e-15 and high <= 1
        for one, low, high in zip(p, softer, stricter, strict=True)
    )
    for adjusted in (softer, stricter):
        ranked = [value for _, value in sorted(zip(p, adjusted, strict=True))]
        assert sorted(ranked) == ranked


@given(st.permutations([0.001, 0.02, 0.03, 0.4]))
def test_order_of_the_questions_does_not_matter(p):
    """Each p-value is adjusted to the same value wherever it stands."""
    expected = dict(zip([0.001, 0.02, 0.03, 0.4], [0.004, 0.06, 0.06, 0.4], strict=True))

    assert [expected[one] for one in p] == pytest.approx(holm(p))


def test_one_question_needs_no_adjusting():
    """A single p-value stays as it is, and none gives none."""
    assert ((0.03,), (0.03,), ()) == (holm([0.03]), benjamini_hochberg([0.03]), holm([]))

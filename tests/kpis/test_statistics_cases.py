"""The comparison with reference cases can fail."""

from tests.kpis.statistics_cases import case, contrasts, differences, names, unnoticed

TOLERANCE = {"rel": 1e-9, "abs": 1e-12}
EXPECTED = {"a": 1.0, "b": [1, 2.5], "contrast_a": 2.0, "flag": True}


def test_an_equal_result_has_no_differences():
    """A rounding error within the tolerance counts as equal."""
    actual = {"a": 1.0 + 1e-12, "b": (1, 2.5), "flag": True, "more": 3}

    assert [] == differences(EXPECTED, actual, TOLERANCE)


def test_every_kind_of_difference_is_found():
    """A wrong number, a missing key, a shorter list and a wrong truth value are told apart."""
    wrong = {"a": 2.0, "b": [1], "flag": False}

    assert [".a", ".b", ".flag"] == [
        line.split(":")[0] for line in differences(EXPECTED, wrong, TOLERANCE)
    ]
    assert [".a: 1.0 is not None"] == differences({"a": 1.0}, {}, TOLERANCE)


def test_a_wrong_method_is_named_and_not_expected():
    """The contrast leaf is what a mutation puts in place of the right answer."""
    found = {"expected": EXPECTED}

    assert {"contrast_a": 2.0} == contrasts(found)
    assert [] != differences(EXPECTED, EXPECTED | {"a": contrasts(found)["contrast_a"]}, TOLERANCE)


def test_no_case_takes_a_wrong_methods_answer():
    """Each contrast put in the place of any result of its case makes the comparison fail."""
    found = [case(name) for name in names()]

    assert [] == [line for one in found for line in unnoticed(one)]
    assert any(contrasts(one) for one in found)


def test_a_comparison_that_would_let_a_wrong_answer_pass_is_told():
    """A result that equals the wrong method's answer is named."""
    found = {"expected": {"se": 1.0, "contrast_se": 1.0}, "tolerance": TOLERANCE}

    assert ["se as contrast_se"] == unnoticed(found)

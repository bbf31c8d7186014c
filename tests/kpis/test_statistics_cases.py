"""The comparison with reference cases can fail."""

from tests.kpis.statistics_cases import contrasts, differences

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

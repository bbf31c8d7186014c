"""Whether one user stands behind nearly everything."""

from dataclasses import replace

import pytest

from reports.kpis.concentration import dominating_user, per_user_kpis
from reports.values.kpi import Column
from tests.assessments import ERRORS, USERS, constant


@pytest.mark.parametrize(("share", "expected"), [(0.996, 0.996), (0.4, None), (None, None)])
def test_a_user_dominates_from_four_fifths_on(share: float | None, expected: float | None):
    """Below that, or without a value, nobody dominates."""
    found = dominating_user({"top_user_share": constant(ERRORS, share)})

    assert expected == (found.value if found else None)


def test_without_the_share_nothing_is_said():
    """A workspace without events has no busiest user."""
    assert dominating_user({}) is None


def test_kpis_that_count_users_and_what_is_built_on_them():
    """Units of columns tell; formulas inherit from their operands."""
    per = replace(
        ERRORS, name="per", columns=(Column("denominator", "integer", "users", "people"),)
    )
    formula = replace(ERRORS, name="f", kind="formula", query=None, operands=("per",))
    only_n = replace(ERRORS, name="m", columns=(Column("n", "integer", "users", "people"),))

    assert {"active_users", "per", "f"} == per_user_kpis([USERS, per, formula, only_n, ERRORS])

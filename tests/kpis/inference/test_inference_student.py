"""Quantiles and tail areas of t and of the normal distribution."""

import subprocess
import sys

import pytest

from reports.kpis.inference.normal import two_sided_normal_p, two_sided_z
from reports.kpis.inference.student import two_sided_t, two_sided_t_p


@pytest.mark.parametrize(
    ("dof", "t"), [(1, 12.706204736432095), (10, 2.2281388519649385), (1e9, 1.959963984540054)]
)
def test_t_reaches_as_far_as_the_tables_say(dof, t):
    """Quantiles at 95 % are those of the tables, and the normal ones at the end."""
    assert t == pytest.approx(two_sided_t(dof, 0.95), rel=1e-8)


def test_quantiles_and_tail_areas_are_each_others_inverse():
    """What lies beyond a two-sided quantile is what the level leaves."""
    assert (0.1, 0.1) == pytest.approx(
        (two_sided_t_p(4.5, -two_sided_t(4.5, 0.9)), two_sided_normal_p(-two_sided_z(0.9)))
    )


def test_scipy_is_imported_only_when_a_t_is_asked_for():
    """Importing the modules does not pay for scipy."""
    imports = "import sys, reports.kpis.inference.ratios, reports.kpis.targets.states"
    ended = subprocess.run(
        [sys.executable, "-c", f"{imports}; sys.exit('scipy' in sys.modules)"], check=False
    )

    assert 0 == ended.returncode

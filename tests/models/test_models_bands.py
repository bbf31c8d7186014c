"""KPIs beside scores, worded as association."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import Table

from reports.models.bands import BandCount, associate


def test_trend_over_bands_is_that_of_statsmodels():
    """The Cochran-Armitage test and its p-value agree, and bands are ordered by score."""
    bands = [
        BandCount(0.5, 1.0, 100, 45),
        BandCount(0.0, 0.2, 200, 40),
        BandCount(0.2, 0.5, 50, 15),
    ]
    theirs = Table(np.array([[40, 160], [15, 35], [45, 55]])).test_ordinal_association(
        row_scores=np.arange(3), col_scores=np.array([1, 0])
    )
    found = associate(bands)
    z = found.slope.value / found.slope.se

    assert ["0 to 0.2", "0.2 to 0.5", "0.5 to 1"] == [one.name for one in found.bands]
    assert [0.2, 0.3, 0.45] == [one.value for one in found.bands]
    # Their variance has n - 1 in its divisor, that of the test has n.
    assert theirs.zscore == pytest.approx(z * np.sqrt(349 / 350), rel=1e-9)
    assert found.p < 1e-4


def test_bands_without_contrast_have_no_trend():
    """One band, no rows, or rows that are all alike give a reason."""
    assert "fewer than two bands" in associate([BandCount(0, 1, 5, 1)]).slope.reason
    assert "fewer than two bands" in associate([]).slope.reason
    alike = associate([BandCount(0, 0.5, 5, 5), BandCount(0.5, 1, 5, 5)])
    assert "all rows are alike" in alike.slope.reason
    assert None is alike.p

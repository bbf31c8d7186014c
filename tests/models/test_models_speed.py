"""What a chapter asks for, from facts, within a second of processor time."""

from time import process_time

from reports.models.binary import auc, average_precision, brier, lift, log_loss
from reports.models.calibration import calibration_error, reliability, split_brier
from reports.models.cbpe import estimate, fit_calibrator
from reports.models.drift import score_drift
from reports.models.histogram import collect_histogram, merge_histograms
from reports.values.score_grid import score_grid
from tests.models.samples import binned, predictions


def test_twelve_weeks_of_two_versions_and_three_slices_take_under_a_second():
    """From day rows of every cell to all measures of every week, whatever the rows counted."""
    grid, whole = score_grid(), binned(*predictions(200_000, 0.3))
    rows = [(index, *cells) for index, cells in enumerate(whole.cells.tolist()) if cells[0]]
    began = process_time()
    days = [[collect_histogram(grid, rows) for _ in range(7)] for _ in range(12 * 2 * 3)]
    weeks = [merge_histograms(grid, each) for each in days]
    calibrator = fit_calibrator(merge_histograms(grid, weeks), "1")
    for week in weeks:
        for way in (auc, average_precision, brier, log_loss, lift, calibration_error):
            assert way(week).value is not None
        assert reliability(week)
        assert split_brier(week)
        assert estimate(week, calibrator, "1", 0.5)[0].value
        assert "none" == score_drift(weeks[0], week, "1").level
    spent = process_time() - began

    assert spent < 1.0

"""A public classifier with a known break: the week in which it begins finds it, none before."""

from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, roc_auc_score

from reports.values.document import Prose, Quantity, Review, Table
from tests.real.reviews import Published, publish_weeks

pytestmark = pytest.mark.slow

# The break begins on 1 April 2019.
BREAK, BEFORE = "2019-W14", "2019-W13"
ENDS = {BREAK: "2019-04-08", BEFORE: "2019-04-01"}


@pytest.fixture(scope="module")
def folder(data: Path) -> Path:
    """Return the folder of loans."""
    if not (data / "car_loan").is_dir():
        pytest.skip("no public data: there is no folder car_loan")
    return data


@pytest.fixture(scope="module")
def loans(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Publish the week of the break and the one before."""
    place = tmp_path_factory.mktemp("real") / "loans"
    return publish_weeks(place, folder, "car_loan", (BREAK, BEFORE))


@pytest.fixture(scope="module")
def rows(folder: Path) -> pd.DataFrame:
    """Return all decisions with their outcomes."""
    parts = [
        pd.read_parquet(folder / "car_loan" / f"{name}.parquet")
        for name in ("reference", "analysis")
    ]
    return pd.concat(parts).assign(at=lambda frame: pd.to_datetime(frame["timestamp"]))


def _table(review: Review, title: str) -> Table:
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    return next(one for one in blocks if isinstance(one, Table) and one.title == title)


def _story(review: Review) -> tuple[str, list[float]]:
    chapter = next(one for one in review.chapters if one.name == "models")
    spans = next(block for block in chapter.blocks if isinstance(block, Prose)).spans
    words = "".join(one if isinstance(one, str) else "#" for one in spans)
    return words, [one.value for one in spans if isinstance(one, Quantity)]


def _lately(rows: pd.DataFrame, week: str) -> pd.DataFrame:
    end = pd.Timestamp(ENDS[week])
    return rows[(rows["at"] >= end - pd.Timedelta(days=28)) & (rows["at"] < end)]


@pytest.mark.parametrize("week", [BREAK, BEFORE])
def test_decisions_are_those_of_scikit_learn(loans: Published, rows: pd.DataFrame, week: str):
    """Precision, recall, F1 and accuracy of four weeks, and AUC from the bins of scores."""
    part = _lately(rows, week)
    labels, said = part["repaid"].astype(int), part["y_pred"]
    ways = (precision_score, recall_score, f1_score, accuracy_score)
    found = _table(loans.reviews[week], "Decisions in numbers: classifier").rows
    scores = _table(loans.reviews[week], "Scores in numbers: classifier").rows
    area = next(row[2].value for row in scores if row[1] == "AUC")

    assert [way(labels, said) for way in ways] == pytest.approx([row[2].value for row in found])
    assert len(part) == found[-1][5].value
    assert roc_auc_score(labels, part["y_pred_proba"]) == pytest.approx(area, abs=1e-3)


def test_the_break_is_told_in_its_own_week_and_nothing_before(loans: Published):
    """A right answer is one that said what came true, not one whose label is 1."""
    before, _ = _story(loans.reviews[BEFORE])
    words, values = _story(loans.reviews[BREAK])

    assert "answers are as right as usual" in before
    assert "# of # answers were right, which is below what is usual, #" in words
    assert 0.918 == pytest.approx(values[2], abs=0.001)
    assert 1156 <= values[3] <= 1158
    assert 0.944 == pytest.approx(values[4], abs=0.001)

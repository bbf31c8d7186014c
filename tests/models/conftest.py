"""The public car loan predictions, where they lie beside the code."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.models.samples import Loans

BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def loans() -> Loans:
    """Read the reference and the analysis part, in the order of their publisher."""
    folder = Path(os.environ.get("PRODUCT_REVIEW_DATA") or BESIDE) / "car_loan"
    if not folder.is_dir():
        pytest.skip("no public data: PRODUCT_REVIEW_DATA names no folder with car_loan")
    parts = [pd.read_parquet(folder / f"{name}.parquet") for name in ("reference", "analysis")]
    frame = pd.concat(parts, ignore_index=True)
    stamps = pd.to_datetime(frame["timestamp"])
    days = (stamps - pd.Timestamp("2018-01-01")).dt.days.to_numpy()
    return Loans(frame, len(parts[0]), np.asarray(days) // 7)

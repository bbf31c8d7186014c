"""Columns of the demo's tables from arrays of instants and codes."""

import pandas as pd

from reports.demo.timeline import Ints


def instants(at_us: Ints) -> pd.DatetimeIndex:
    """Return instants with the zone UTC; an index, so that no frame realigns them."""
    return pd.DatetimeIndex(at_us.astype("datetime64[us]"), tz="UTC")


def labels(codes: Ints, names: tuple[str, ...]) -> "pd.Categorical[str]":
    """Return a column of names; a negative code is null."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))

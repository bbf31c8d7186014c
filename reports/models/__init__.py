"""How a model does: quality, maturity, calibration, drift, versions, service level. Pure."""

"""Review in, files out: JSON twin, HTML and PDF. No database, no clock, no network."""

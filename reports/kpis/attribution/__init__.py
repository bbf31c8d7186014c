"""Which part of a KPI explains its change (pure)."""

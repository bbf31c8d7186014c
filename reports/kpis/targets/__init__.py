"""Where a KPI is heading, against its targets and guardrails (pure)."""

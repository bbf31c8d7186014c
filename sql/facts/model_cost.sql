/*
title = "Cost by model version"
why = "What the answers of each version cost."

[columns]
model    = "key text, name, the model that answered"
version  = "key text, name, its version"
priced   = "integer, count, answers of the period whose cost is known"
cost_usd = "number, USD, what they cost together"

[example]
periods = [["2026-11-09", "2026-11-16"]]
predictions = """
prediction_id | occurred_at          | model | version | cost_usd
p1            | 2026-11-09T09:00:00Z | m     | v1      | 0.25
p2            | 2026-11-10T09:00:00Z | m     | v1      | 0.5
p3            | 2026-11-10T09:00:00Z | m     | v2      | -
"""
expected = """
period | segment | model | version | priced | cost_usd
0      | all     | m     | v1      | 2      | 0.75
"""
*/
SELECT
  period,
  segment,
  model,
  COALESCE(version, 'unknown') AS version,
  COUNT(cost_usd) AS priced,
  SUM(cost_usd) AS cost_usd
FROM predictions
WHERE model IS NOT NULL AND cost_usd IS NOT NULL
GROUP BY period, segment, model, COALESCE(version, 'unknown')

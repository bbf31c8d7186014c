/*
title = "Requests and errors by model version"
why = "How often each version is asked, and how often it fails."

[columns]
model    = "key text, name, the model that was asked"
version  = "key text, name, its version"
requests = "integer, count, requests of the period whose end is recorded"
failed   = "integer, count, those that did not end well"

[example]
periods = [["2026-11-09", "2026-11-16"]]
predictions = """
prediction_id | occurred_at          | model | version | status
p1            | 2026-11-09T09:00:00Z | m     | v1      | ok
p2            | 2026-11-10T09:00:00Z | m     | v2      | timeout
p3            | 2026-11-10T09:00:00Z | m     | v2      | ok
p4            | 2026-11-10T09:00:00Z | m     | v2      | -
"""
expected = """
period | segment | model | version | requests | failed
0      | all     | m     | v1      | 1        | 0
0      | all     | m     | v2      | 2        | 1
"""
*/
SELECT
  period,
  segment,
  model,
  COALESCE(version, 'unknown') AS version,
  COUNT(*) AS requests,
  SUM(CASE WHEN status <> 'ok' THEN 1 ELSE 0 END) AS failed
FROM predictions
WHERE model IS NOT NULL AND status IS NOT NULL
GROUP BY period, segment, model, COALESCE(version, 'unknown')

/*
title = "Latency by model version"
why = "How long people wait for the answers of each version."

[columns]
model   = "key text, name, the model that answered"
version = "key text, name, its version"
bucket  = "key integer, ms, logarithmic bucket of the time to the complete answer"
n       = "integer, count, answers in the bucket"

[example]
periods = [["2026-11-09", "2026-11-16"]]
predictions = """
prediction_id | occurred_at          | model | version | latency_ms
p1            | 2026-11-09T09:00:00Z | m     | v1      | 120.0
p2            | 2026-11-10T09:00:00Z | m     | v1      | 120.0
p3            | 2026-11-10T09:00:00Z | m     | v2      | 480.0
p4            | 2026-11-10T09:00:00Z | m     | v2      | -
"""
expected = """
period | segment | model | version | bucket | n
0      | all     | m     | v1      | 100241 | 2
0      | all     | m     | v2      | 100311 | 1
"""
*/
SELECT
  period,
  segment,
  model,
  COALESCE(version, 'unknown') AS version,
  log_bucket(latency_ms) AS bucket,
  COUNT(*) AS n
FROM predictions
WHERE model IS NOT NULL AND latency_ms IS NOT NULL
GROUP BY period, segment, model, COALESCE(version, 'unknown'), log_bucket(latency_ms)

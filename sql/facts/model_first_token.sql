/*
title = "Time to the first token by model version"
why = "How long people look at an empty screen before an answer begins."

[columns]
model   = "key text, name, the model that answered"
version = "key text, name, its version"
bucket  = "key integer, ms, logarithmic bucket of the time to the first token"
n       = "integer, count, answers in the bucket"

[example]
periods = [["2026-11-09", "2026-11-16"]]
predictions = """
prediction_id | occurred_at          | model | version | first_token_ms
p1            | 2026-11-09T09:00:00Z | m     | v1      | 120.0
p2            | 2026-11-10T09:00:00Z | m     | v1      | 120.0
p3            | 2026-11-10T09:00:00Z | m     | v2      | -
"""
expected = """
period | segment | model | version | bucket | n
0      | all     | m     | v1      | 100241 | 2
"""
*/
SELECT
  period,
  segment,
  model,
  COALESCE(version, 'unknown') AS version,
  log_bucket(first_token_ms) AS bucket,
  COUNT(*) AS n
FROM predictions
WHERE model IS NOT NULL AND first_token_ms IS NOT NULL
GROUP BY period, segment, model, COALESCE(version, 'unknown'), log_bucket(first_token_ms)

/*
title    = "Latency, median"
why      = "How long a typical answer takes."
unit     = "ms"
better   = "lower"
chapter  = "model"
kind     = "quantile"
quantile = 0.50

[columns]
bucket = "integer, ms, logarithmic bucket of the time to the complete answer"
n      = "integer, count, predictions in the bucket"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# bucket of 120 ms: 100000 + floor(ln 120 / ln 1.02) = 100241; an unknown latency has no bucket
predictions = """
prediction_id | occurred_at          | model     | latency_ms
p1            | 2026-11-09T00:00:00Z | assistant | 120.0
p2            | 2026-11-10T09:00:00Z | assistant | 120.0
p3            | 2026-11-11T09:00:00Z | assistant | 480.0
p4            | 2026-11-12T09:00:00Z | assistant | 0.0
p5            | 2026-11-13T09:00:00Z | assistant | -
p6            | 2026-11-16T00:00:00Z | assistant | 120.0
"""
expected = """
period | segment | bucket | n
0      | all     | 0      | 1
0      | all     | 100241 | 2
0      | all     | 100311 | 1
"""
*/
SELECT
  period,
  segment,
  log_bucket(latency_ms) AS bucket,
  COUNT(*) AS n
FROM predictions
WHERE latency_ms IS NOT NULL
GROUP BY period, segment, log_bucket(latency_ms)

/*
title = "Feedback by model version"
why = "Whether people like the answers of one version better than those of another."
reads = "lookback 7 days"

[columns]
version  = "key text, name, the version that answered"
ups      = "integer, count, feedback of kind up on its answers, given in the period"
downs    = "integer, count, feedback of kind down on them"

[example]
periods = [["2026-11-09", "2026-11-16"]]
feedback = """
occurred_at          | kind    | prediction_id
2026-11-09T09:00:00Z | up      | p1
2026-11-10T09:00:00Z | down    | p2
2026-11-10T09:00:00Z | up      | p0
2026-11-10T09:00:00Z | comment | p2
"""
predictions = """
prediction_id | occurred_at          | model | version
p0            | 2026-10-01T09:00:00Z | m     | v1
p1            | 2026-11-08T09:00:00Z | m     | v1
p2            | 2026-11-10T08:00:00Z | m     | v2
"""
expected = """
period | segment | version | ups | downs
0      | all     | unknown | 1   | 0
0      | all     | v1      | 1   | 0
0      | all     | v2      | 0   | 1
"""
*/
WITH answers AS (
  SELECT period, prediction_id, MAX(version) AS version
  FROM predictions
  GROUP BY period, prediction_id
)
SELECT
  f.period,
  f.segment,
  COALESCE(a.version, 'unknown') AS version,
  SUM(CASE WHEN f.kind = 'up' THEN 1 ELSE 0 END) AS ups,
  SUM(CASE WHEN f.kind = 'down' THEN 1 ELSE 0 END) AS downs
FROM feedback AS f
LEFT JOIN answers AS a ON a.period = f.period AND a.prediction_id = f.prediction_id
WHERE f.in_period = 1 AND f.kind IN ('up', 'down')
GROUP BY f.period, f.segment, COALESCE(a.version, 'unknown')

/*
title = "Outcomes by model version"
why = "Whether the answers of one version end well more often than those of another."

[columns]
model       = "key text, name, the model that answered"
version     = "key text, name, its version"
predictions = "integer, count, answers of the period"
labelled    = "integer, count, those whose outcome is known"
positives   = "integer, count, those of them whose outcome is 1"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# p3 has no outcome yet; p4 belongs to another week, as does its outcome
predictions = """
prediction_id | occurred_at          | model | version
p1            | 2026-11-09T09:00:00Z | m     | v1
p2            | 2026-11-10T09:00:00Z | m     | v2
p3            | 2026-11-10T09:00:00Z | m     | v2
p4            | 2026-11-16T00:00:00Z | m     | v2
p5            | 2026-11-11T09:00:00Z | m     | -
"""
outcomes = """
prediction_id | known_at             | label
p1            | 2026-11-09T12:00:00Z | 1
p2            | 2026-11-12T12:00:00Z | 0
p4            | 2026-11-16T12:00:00Z | 1
p5            | 2026-11-12T12:00:00Z | 1
"""
expected = """
period | segment | model | version | predictions | labelled | positives
0      | all     | m     | unknown | 1           | 1        | 1
0      | all     | m     | v1      | 1           | 1        | 1
0      | all     | m     | v2      | 2           | 1        | 0
"""
*/
SELECT
  p.period,
  p.segment,
  p.model,
  COALESCE(p.version, 'unknown') AS version,
  COUNT(*) AS predictions,
  COUNT(o.label) AS labelled,
  SUM(CASE WHEN o.label = 1 THEN 1 ELSE 0 END) AS positives
FROM predictions AS p
LEFT JOIN outcomes AS o ON o.period = p.period AND o.prediction_id = p.prediction_id
WHERE p.model IS NOT NULL
GROUP BY p.period, p.segment, p.model, COALESCE(p.version, 'unknown')

/*
title = "Right predictions by model version"
why = "Whether one version says more often what turns out to be so."

[columns]
model       = "key text, name, the model that answered"
version     = "key text, name, its version"
predictions = "integer, count, answers of the period"
labelled    = "integer, count, those whose outcome is known"
positives   = "integer, count, those of them that said what turned out to be so"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# p1 was right to say no; p3 has no outcome yet; p4 is of another week; p6 said nothing
predictions = """
prediction_id | occurred_at          | model | version | predicted
p1            | 2026-11-09T09:00:00Z | m     | v1      | 0
p2            | 2026-11-10T09:00:00Z | m     | v2      | 1
p3            | 2026-11-10T09:00:00Z | m     | v2      | 1
p4            | 2026-11-16T00:00:00Z | m     | v2      | 1
p5            | 2026-11-11T09:00:00Z | m     | -       | 1
p6            | 2026-11-11T09:00:00Z | m     | v1      | -
"""
outcomes = """
prediction_id | known_at             | label
p1            | 2026-11-09T12:00:00Z | 0
p2            | 2026-11-12T12:00:00Z | 0
p4            | 2026-11-16T12:00:00Z | 1
p5            | 2026-11-12T12:00:00Z | 1
p6            | 2026-11-12T12:00:00Z | 0
"""
expected = """
period | segment | model | version | predictions | labelled | positives
0      | all     | m     | unknown | 1           | 1        | 1
0      | all     | m     | v1      | 2           | 1        | 1
0      | all     | m     | v2      | 2           | 1        | 0
"""
*/
SELECT
  p.period,
  p.segment,
  p.model,
  COALESCE(p.version, 'unknown') AS version,
  COUNT(*) AS predictions,
  COUNT(CASE WHEN p.predicted IS NOT NULL THEN o.label END) AS labelled,
  SUM(CASE WHEN o.label = p.predicted THEN 1 ELSE 0 END) AS positives
FROM predictions AS p
LEFT JOIN outcomes AS o ON o.period = p.period AND o.prediction_id = p.prediction_id
WHERE p.model IS NOT NULL
GROUP BY p.period, p.segment, p.model, COALESCE(p.version, 'unknown')

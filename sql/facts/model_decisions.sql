/*
title = "Decisions by model version"
why = "How many of the cases a version picks are right, and how many it misses."

[columns]
model            = "key text, name, the model that decided"
version          = "key text, name, its version"
tp               = "integer, count, said 1 and was 1"
fp               = "integer, count, said 1 and was 0"
fn               = "integer, count, said 0 and was 1"
tn               = "integer, count, said 0 and was 0"
unknown          = "integer, count, without an outcome yet"
selected_unknown = "integer, count, those of them that were said to be 1"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# p6 decided nothing, p7 is neither 0 nor 1
predictions = """
prediction_id | occurred_at          | model | version | predicted
p1            | 2026-11-09T09:00:00Z | m     | v1      | 1
p2            | 2026-11-10T09:00:00Z | m     | v1      | 1
p3            | 2026-11-10T09:00:00Z | m     | v1      | 0
p4            | 2026-11-10T09:00:00Z | m     | v1      | 1
p5            | 2026-11-10T09:00:00Z | m     | -       | 0
p6            | 2026-11-10T09:00:00Z | m     | v1      | -
p7            | 2026-11-10T09:00:00Z | m     | v1      | 2
"""
outcomes = """
prediction_id | known_at             | label
p1            | 2026-11-09T12:00:00Z | 1
p2            | 2026-11-12T12:00:00Z | 0
p3            | 2026-11-12T12:00:00Z | 1
p5            | 2026-11-12T12:00:00Z | 0
p6            | 2026-11-12T12:00:00Z | 1
"""
expected = """
period | segment | model | version | tp | fp | fn | tn | unknown | selected_unknown
0      | all     | m     | unknown | 0  | 0  | 0  | 1  | 0       | 0
0      | all     | m     | v1      | 1  | 1  | 1  | 0  | 1       | 1
"""
*/
WITH decided AS (
  SELECT
    p.period,
    p.segment,
    p.model,
    COALESCE(p.version, 'unknown') AS version,
    p.predicted AS said,
    o.label AS label
  FROM predictions AS p
  LEFT JOIN outcomes AS o ON o.period = p.period AND o.prediction_id = p.prediction_id
  WHERE p.model IS NOT NULL AND p.predicted IN (0, 1)
)
SELECT
  period,
  segment,
  model,
  version,
  SUM(CASE WHEN said = 1 AND label = 1 THEN 1 ELSE 0 END) AS tp,
  SUM(CASE WHEN said = 1 AND label = 0 THEN 1 ELSE 0 END) AS fp,
  SUM(CASE WHEN said = 0 AND label = 1 THEN 1 ELSE 0 END) AS fn,
  SUM(CASE WHEN said = 0 AND label = 0 THEN 1 ELSE 0 END) AS tn,
  SUM(CASE WHEN label IS NULL THEN 1 ELSE 0 END) AS unknown,
  SUM(CASE WHEN label IS NULL AND said = 1 THEN 1 ELSE 0 END) AS selected_unknown
FROM decided
GROUP BY period, segment, model, version

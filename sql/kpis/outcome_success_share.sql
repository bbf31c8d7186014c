/*
title   = "Successful outcomes"
why     = "How often the answer turned out to be right once the truth was known."
unit    = "share"
better  = "higher"
chapter = "quality"
kind    = "ratio"

[columns]
numerator   = "integer, count, predictions labelled 1"
denominator = "integer, count, predictions with a label"
n           = "integer, count, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# an outcome counts in the week of its prediction, however late it is known; p3 has no label yet
predictions = """
prediction_id | occurred_at          | model
p1            | 2026-11-09T00:00:00Z | assistant
p2            | 2026-11-15T23:59:59Z | assistant
p3            | 2026-11-10T09:00:00Z | assistant
p4            | 2026-11-16T00:00:00Z | assistant
"""
outcomes = """
prediction_id | known_at             | label
p1            | 2026-11-09T12:00:00Z | 1
p2            | 2026-11-20T12:00:00Z | 0
p3            | 2026-11-11T12:00:00Z | -
p4            | 2026-11-16T12:00:00Z | 1
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 1         | 2           | 2
"""
*/
SELECT
  period,
  segment,
  SUM(CASE WHEN label = 1 THEN 1 ELSE 0 END) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) AS n
FROM outcomes
WHERE label IS NOT NULL
GROUP BY period, segment

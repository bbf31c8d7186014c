/*
title   = "Predictions"
why     = "How often the model was asked."
unit    = "count"
better  = "none"
chapter = "model"
kind    = "total"

[columns]
value = "integer, count, predictions, failed ones too"
n     = "integer, count, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
predictions = """
prediction_id | occurred_at          | model     | status
p1            | 2026-11-08T23:59:59Z | assistant | ok
p2            | 2026-11-09T00:00:00Z | assistant | ok
p3            | 2026-11-15T23:59:59Z | assistant | error
p4            | 2026-11-16T00:00:00Z | assistant | ok
"""
expected = """
period | segment | value | n
0      | all     | 2     | 2
"""
*/
SELECT
  period,
  segment,
  COUNT(*) AS value,
  COUNT(*) AS n
FROM predictions
GROUP BY period, segment

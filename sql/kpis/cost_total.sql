/*
title   = "Model cost"
why     = "What the answers of the model cost us."
unit    = "USD"
better  = "lower"
chapter = "cost"
kind    = "total"

[columns]
value = "money, USD, sum of the predictions' costs"
n     = "integer, count, predictions whose cost is known"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# failed predictions cost too; p3 has no known cost
predictions = """
prediction_id | occurred_at          | model     | status | cost_usd
p1            | 2026-11-09T00:00:00Z | assistant | ok     | 0.25
p2            | 2026-11-10T09:00:00Z | assistant | error  | 0.5
p3            | 2026-11-11T09:00:00Z | assistant | ok     | -
p4            | 2026-11-16T00:00:00Z | assistant | ok     | 8.0
"""
expected = """
period | segment | value | n
0      | all     | 0.75  | 2
"""
*/
SELECT
  period,
  segment,
  SUM(cost_usd) AS value,
  COUNT(cost_usd) AS n
FROM predictions
GROUP BY period, segment

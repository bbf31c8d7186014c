/*
title   = "Cost per successful prediction"
why     = "What one usable answer costs us, failures included."
unit    = "USD"
better  = "lower"
chapter = "cost"
kind    = "ratio"

[columns]
numerator   = "money, USD, cost of all predictions"
denominator = "integer, count, predictions that ended ok"
n           = "integer, count, predictions whose cost is known"

[example]
periods = [["2026-11-02", "2026-11-09"], ["2026-11-09", "2026-11-16"]]
# in the first week nothing succeeded; p4 has no known cost and counts on neither side
predictions = """
prediction_id | occurred_at          | model     | status | cost_usd
p1            | 2026-11-08T23:59:59Z | assistant | error  | 0.5
p2            | 2026-11-09T00:00:00Z | assistant | ok     | 0.25
p3            | 2026-11-10T09:00:00Z | assistant | error  | 0.5
p4            | 2026-11-11T09:00:00Z | assistant | ok     | -
p5            | 2026-11-12T09:00:00Z | assistant | ok     | 0.25
p6            | 2026-11-16T00:00:00Z | assistant | ok     | 8.0
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 0.5       | 0           | 1
1      | all     | 1.0       | 2           | 3
"""
*/
SELECT
  period,
  segment,
  SUM(cost_usd) AS numerator,
  SUM(CASE WHEN status = 'ok' THEN 1 ELSE 0 END) AS denominator,
  COUNT(*) AS n
FROM predictions
WHERE cost_usd IS NOT NULL
GROUP BY period, segment

/*
title   = "Error share"
why     = "How often people asked and got no answer because something failed."
unit    = "share"
better  = "lower"
chapter = "model"
kind    = "ratio"

[columns]
numerator   = "integer, count, predictions that ended otherwise than ok"
denominator = "integer, count, predictions whose end is known"
n           = "integer, count, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# a timeout is an error too; p4 has no status, so it is neither good nor bad
predictions = """
prediction_id | occurred_at          | model     | status
p1            | 2026-11-09T00:00:00Z | assistant | ok
p2            | 2026-11-10T09:00:00Z | assistant | error
p3            | 2026-11-11T09:00:00Z | assistant | timeout
p4            | 2026-11-12T09:00:00Z | assistant | -
p5            | 2026-11-16T00:00:00Z | assistant | error
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 2         | 3           | 3
"""
*/
SELECT
  period,
  segment,
  SUM(CASE WHEN status <> 'ok' THEN 1 ELSE 0 END) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) AS n
FROM predictions
WHERE status IS NOT NULL
GROUP BY period, segment

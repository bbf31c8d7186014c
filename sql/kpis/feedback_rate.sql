/*
title   = "Feedback rate"
why     = "How many answers people cared enough to rate on the same day."
unit    = "share"
better  = "higher"
chapter = "quality"
kind    = "ratio"

[columns]
numerator   = "integer, count, predictions with feedback on the same day"
denominator = "integer, count, predictions"
n           = "integer, count, the same number"

[example]
periods = [["2026-11-15", "2026-11-16"]]
# p1 is rated twice and counts once; p2 is rated after midnight and p3 two days later;
# one feedback names no prediction; p5 belongs to the next day
predictions = """
prediction_id | occurred_at          | model
p1            | 2026-11-15T00:00:00Z | assistant
p2            | 2026-11-15T23:59:59Z | assistant
p3            | 2026-11-15T09:00:00Z | assistant
p4            | 2026-11-15T10:00:00Z | assistant
p5            | 2026-11-16T00:00:00Z | assistant
"""
feedback = """
occurred_at          | kind | prediction_id
2026-11-15T00:01:00Z | up   | p1
2026-11-15T00:02:00Z | down | p1
2026-11-16T00:00:00Z | up   | p2
2026-11-17T00:00:00Z | up   | p3
2026-11-15T11:00:00Z | up   | -
2026-11-16T00:01:00Z | up   | p5
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 1         | 4           | 4
"""
*/
SELECT
  period,
  segment,
  SUM(
    CASE
      WHEN (period, prediction_id) IN (
        SELECT period, prediction_id FROM feedback WHERE prediction_id IS NOT NULL
      ) THEN 1
      ELSE 0
    END
  ) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) AS n
FROM predictions
GROUP BY period, segment

/*
title   = "Positive feedback"
why     = "Which share of the ratings people gave were thumbs up."
unit    = "share"
better  = "higher"
chapter = "quality"
kind    = "ratio"

[columns]
numerator   = "integer, count, feedback of kind up"
denominator = "integer, count, feedback of kind up or down"
n           = "integer, count, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# a comment is neither up nor down
feedback = """
occurred_at          | kind
2026-11-09T00:00:00Z | up
2026-11-10T09:00:00Z | down
2026-11-11T09:00:00Z | comment
2026-11-15T23:59:59Z | up
2026-11-16T00:00:00Z | down
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 2         | 3           | 3
"""
*/
SELECT
  period,
  segment,
  SUM(CASE WHEN kind = 'up' THEN 1 ELSE 0 END) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) AS n
FROM feedback
WHERE kind IN ('up', 'down')
GROUP BY period, segment

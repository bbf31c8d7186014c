/*
title   = "Week-4 retention"
why     = "Which share of the people who began 28 days earlier still came in their week 4."
unit    = "share"
better  = "higher"
chapter = "engagement"
kind    = "ratio"
reads   = "cohort 28 days"

[columns]
numerator   = "integer, users, of them, active on day 22 to 28 after their first day"
denominator = "integer, users, people whose first day lies 28 days before a day of the period"
n           = "integer, users, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# u1 comes on day 28, u2 on day 22, u3 never again; u4 began a day too early, u5 a day too late
events = """
user_id | occurred_at          | name
u1      | 2026-10-12T09:00:00Z | opened
u1      | 2026-11-09T09:00:00Z | opened
u2      | 2026-10-18T09:00:00Z | opened
u2      | 2026-11-09T09:00:00Z | opened
u3      | 2026-10-13T09:00:00Z | opened
u4      | 2026-10-11T09:00:00Z | opened
u4      | 2026-11-07T09:00:00Z | opened
u5      | 2026-10-19T09:00:00Z | opened
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 2         | 3           | 3
"""
*/
WITH beginners AS (
  SELECT period, segment, user_id, day FROM first_seen WHERE in_period = 1
), returned AS (
  SELECT DISTINCT e.period, e.user_id
  FROM events AS e
  JOIN beginners AS b ON b.period = e.period AND b.user_id = e.user_id
  WHERE e.day - b.day BETWEEN 22 AND 28
)
SELECT
  b.period,
  b.segment,
  SUM(CASE WHEN r.user_id IS NULL THEN 0 ELSE 1 END) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) AS n
FROM beginners AS b
LEFT JOIN returned AS r ON r.period = b.period AND r.user_id = b.user_id
GROUP BY b.period, b.segment

/*
title = "Active days"
why = "On how many of the last 28 and 7 days each person came."
reads = "trailing 28 days"

[columns]
days_28 = "key integer, days, days of the last 28 on which somebody was active"
days_7  = "key integer, days, those of them within the last 7"
users   = "integer, users, people with that many"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name
u1      | 2026-10-20T09:00:00Z | opened
u1      | 2026-11-09T09:00:00Z | opened
u1      | 2026-11-09T12:00:00Z | opened
u1      | 2026-11-10T09:00:00Z | opened
u2      | 2026-11-01T09:00:00Z | opened
u3      | 2026-10-01T09:00:00Z | opened
"""
expected = """
period | segment | days_28 | days_7 | users
0      | all     | 3       | 2      | 1
0      | all     | 1       | 0      | 1
"""
*/
WITH user_days AS (
  SELECT DISTINCT period, segment, user_id, day, in_period FROM events WHERE user_id IS NOT NULL
), people AS (
  SELECT period, segment, user_id, COUNT(*) AS days_28, SUM(in_period) AS days_7
  FROM user_days
  GROUP BY period, segment, user_id
)
SELECT period, segment, days_28, days_7, COUNT(*) AS users
FROM people
GROUP BY period, segment, days_28, days_7

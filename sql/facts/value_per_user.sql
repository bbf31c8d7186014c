/*
title = "Value per person"
why = "What one person brings in, and how unevenly."

[columns]
bucket = "key integer, count, log bucket of one person's value in the period; 0 for nothing"
users  = "integer, users, people in the bucket"
value  = "number, number, the value of all of them"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name     | value
u1      | 2026-11-09T09:00:00Z | purchase | 1.5
u1      | 2026-11-10T09:00:00Z | purchase | 0.5
u2      | 2026-11-10T09:00:00Z | opened   | -
"""
expected = """
period | segment | bucket | users | value
0      | all     | 100035 | 1     | 2.0
0      | all     | 0      | 1     | 0
"""
*/
WITH people AS (
  SELECT period, segment, user_id, COALESCE(SUM(value), 0) AS value
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id
)
SELECT
  period,
  segment,
  log_bucket(value) AS bucket,
  COUNT(*) AS users,
  SUM(value) AS value
FROM people
GROUP BY period, segment, log_bucket(value)

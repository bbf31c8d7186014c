/*
title = "Actions per person"
why = "How much one person does, and how much of all is done by a few."

[columns]
bucket  = "key integer, count, log bucket of one person's actions in the period"
users   = "integer, users, people in the bucket"
actions = "integer, count, all their actions"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name
u1      | 2026-11-09T09:00:00Z | opened
u2      | 2026-11-10T09:00:00Z | opened
u3      | 2026-11-10T09:00:00Z | opened
u3      | 2026-11-10T10:00:00Z | sent
"""
expected = """
period | segment | bucket | users | actions
0      | all     | 100000 | 2     | 2
0      | all     | 100035 | 1     | 2
"""
*/
WITH people AS (
  SELECT period, segment, user_id, COUNT(*) AS actions
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id
)
SELECT
  period,
  segment,
  log_bucket(actions) AS bucket,
  COUNT(*) AS users,
  SUM(actions) AS actions
FROM people
GROUP BY period, segment, log_bucket(actions)

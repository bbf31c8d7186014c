/*
title = "Reach of segments"
why = "How many people each segment has, what they do, and whether they came back."
reads = "lookback 7 days"

[columns]
users          = "integer, users, people of the segment who were active in the period"
actions        = "integer, count, what they did there in the period"
earlier_users  = "integer, users, people who were active there in the seven days before"
returned_users = "integer, users, those of them who were active anywhere in the period"

[example]
periods = [["2026-11-09", "2026-11-16"]]
dimension = "plan"
events = """
user_id | occurred_at          | name   | plan
u1      | 2026-11-03T09:00:00Z | opened | free
u1      | 2026-11-10T09:00:00Z | opened | paid
u2      | 2026-11-04T09:00:00Z | opened | free
u3      | 2026-11-10T09:00:00Z | opened | paid
"""
expected = """
period | segment | users | actions | earlier_users | returned_users
0      | free    | 0     | 0       | 2             | 1
0      | paid    | 2     | 2       | 0             | 0
"""
*/
WITH people AS (
  SELECT
    period,
    segment,
    user_id,
    SUM(in_period) AS actions,
    MAX(1 - in_period) AS before
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id
), marked AS (
  SELECT *, MAX(CASE WHEN actions > 0 THEN 1 ELSE 0 END)
    OVER (PARTITION BY period, user_id) AS came
  FROM people
)
SELECT
  period,
  segment,
  SUM(CASE WHEN actions > 0 THEN 1 ELSE 0 END) AS users,
  SUM(actions) AS actions,
  SUM(before) AS earlier_users,
  SUM(before * came) AS returned_users
FROM marked
GROUP BY period, segment

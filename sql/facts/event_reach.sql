/*
title = "Reach of events"
why = "Which actions people take, how often, and whether those who took them came back."
reads = "lookback 7 days"

[columns]
name           = "key text, name, the event"
users          = "integer, users, people who did it in the period"
actions        = "integer, count, how often it was done in the period"
earlier_users  = "integer, users, people who did it in the seven days before"
returned_users = "integer, users, those of them who did anything in the period"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name
u1      | 2026-11-03T09:00:00Z | exported
u1      | 2026-11-10T09:00:00Z | opened
u2      | 2026-11-04T09:00:00Z | exported
u2      | 2026-11-04T09:30:00Z | opened
u3      | 2026-11-10T09:00:00Z | opened
u3      | 2026-11-11T09:00:00Z | opened
"""
expected = """
period | segment | name     | users | actions | earlier_users | returned_users
0      | all     | exported | 0     | 0       | 2             | 1
0      | all     | opened   | 2     | 3       | 1             | 0
"""
*/
WITH people AS (
  SELECT
    period,
    segment,
    user_id,
    name,
    SUM(in_period) AS actions,
    MAX(1 - in_period) AS before
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id, name
), marked AS (
  SELECT *, MAX(CASE WHEN actions > 0 THEN 1 ELSE 0 END)
    OVER (PARTITION BY period, segment, user_id) AS came
  FROM people
)
SELECT
  period,
  segment,
  COALESCE(name, 'unknown') AS name,
  SUM(CASE WHEN actions > 0 THEN 1 ELSE 0 END) AS users,
  SUM(actions) AS actions,
  SUM(before) AS earlier_users,
  SUM(before * came) AS returned_users
FROM marked
GROUP BY period, segment, COALESCE(name, 'unknown')

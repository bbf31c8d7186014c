/*
title = "Growth accounting"
why = "Where the people of a period came from, and how many of those before have left."
reads = "lookback 7 days"

[columns]
new_users         = "integer, users, active now for the first time ever"
retained_users    = "integer, users, active now and in the seven days before"
resurrected_users = "integer, users, active now, not in the seven days before, seen earlier"
churned_users     = "integer, users, active in the seven days before and not now"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# u1 stays, u2 leaves, u3 comes back after weeks, u4 is new and comes twice
events = """
user_id | occurred_at          | name
u1      | 2026-11-02T09:00:00Z | opened
u1      | 2026-11-10T09:00:00Z | opened
u2      | 2026-11-08T09:00:00Z | opened
u3      | 2026-09-01T09:00:00Z | opened
u3      | 2026-11-11T09:00:00Z | opened
u4      | 2026-11-11T09:00:00Z | opened
u4      | 2026-11-12T09:00:00Z | opened
u5      | 2026-11-16T09:00:00Z | opened
"""
expected = """
period | segment | new_users | retained_users | resurrected_users | churned_users
0      | all     | 1         | 1              | 1                 | 1
"""
*/
WITH people AS (
  SELECT period, segment, user_id, MAX(in_period) AS now, MAX(1 - in_period) AS before
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id
), beginners AS (
  SELECT period, user_id FROM first_seen WHERE in_period = 1
)
SELECT
  p.period,
  p.segment,
  SUM(CASE WHEN b.user_id IS NOT NULL THEN 1 ELSE 0 END) AS new_users,
  SUM(CASE WHEN p.now = 1 AND p.before = 1 THEN 1 ELSE 0 END) AS retained_users,
  SUM(CASE WHEN p.now = 1 AND p.before = 0 AND b.user_id IS NULL THEN 1 ELSE 0 END)
    AS resurrected_users,
  SUM(CASE WHEN p.now = 0 THEN 1 ELSE 0 END) AS churned_users
FROM people AS p
LEFT JOIN beginners AS b ON b.period = p.period AND b.user_id = p.user_id
GROUP BY p.period, p.segment

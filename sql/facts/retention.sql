/*
title = "Retention of weekly cohorts"
why = "How many of those who began together still come, week after week."
reads = "trailing 189 days"
parameters = ["week_shift"]

[columns]
cohort     = "key integer, day, first day of the week in which they began, since 1970-01-01"
week       = "key integer, day, first day of a week in which they were active"
users      = "integer, users, those of the cohort who were active in that week"
last_users = "integer, users, those among them who were not active in a later week"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# Weeks begin on Monday. u1 comes in weeks 0 and 2, u2 in weeks 0 and 1; u3 began long before.
parameters = { week_shift = 3 }
events = """
user_id | occurred_at          | name
u1      | 2026-10-26T09:00:00Z | opened
u1      | 2026-11-09T09:00:00Z | opened
u2      | 2026-11-01T09:00:00Z | opened
u2      | 2026-11-02T09:00:00Z | opened
u2      | 2026-11-03T09:00:00Z | opened
u3      | 2026-01-01T09:00:00Z | opened
u3      | 2026-11-09T09:00:00Z | opened
"""
expected = """
period | segment | cohort | week  | users | last_users
0      | all     | 20752  | 20752 | 2     | 0
0      | all     | 20752  | 20759 | 1     | 1
0      | all     | 20752  | 20766 | 1     | 1
"""
*/
WITH beginners AS (
  SELECT period, segment, user_id, day - (day + :week_shift) % 7 AS cohort FROM first_seen
), weeks AS (
  SELECT DISTINCT period, user_id, day - (day + :week_shift) % 7 AS week FROM events
), seen AS (
  SELECT
    b.period,
    b.segment,
    b.cohort,
    w.week,
    MAX(w.week) OVER (PARTITION BY b.period, b.user_id) AS last_week
  FROM beginners AS b
  JOIN weeks AS w ON w.period = b.period AND w.user_id = b.user_id
)
SELECT
  period,
  segment,
  cohort,
  week,
  COUNT(*) AS users,
  SUM(CASE WHEN week = last_week THEN 1 ELSE 0 END) AS last_users
FROM seen
GROUP BY period, segment, cohort, week

/*
title = "Funnel"
why = "How far those who began a journey got within its window, and how long each step took."
reads = "cohort 7 days"
parameters = ["window_s", "step_1", "step_2", "step_3", "step_4", "step_5", "step_6"]

[columns]
still_open = "key integer, count, 1 for those whose window is not over, else 0"
step       = "key integer, count, the number of a step that was reached, from 1"
bucket     = "key integer, count, log bucket of the seconds since the step before; 0 for step 1"
users      = "integer, users, people whose first entry in the period led that far"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# Entries are those of the week before, and their window has just closed: u1 goes all the way,
# u2 stops after a second, u3 takes the steps in the wrong order, u4 comes a second too late,
# u5 began in the week itself, so that its window is open.
parameters = { window_s = 604800, step_1 = "a", step_2 = "b", step_3 = "c", step_4 = "", step_5 = "", step_6 = "" }
events = """
user_id | occurred_at          | name
u1      | 2026-11-02T09:00:00Z | a
u1      | 2026-11-02T09:00:01Z | b
u1      | 2026-11-02T09:00:02Z | c
u2      | 2026-11-03T09:00:00Z | a
u2      | 2026-11-03T09:00:01Z | b
u3      | 2026-11-04T09:00:00Z | b
u3      | 2026-11-04T09:00:01Z | a
u4      | 2026-11-05T09:00:00Z | a
u4      | 2026-11-12T09:00:01Z | b
u5      | 2026-11-10T09:00:00Z | a
"""
expected = """
period | segment | still_open | step | bucket | users
0      | all     | 0          | 1    | 0      | 4
0      | all     | 0          | 2    | 100000 | 2
0      | all     | 0          | 3    | 100000 | 1
0      | all     | 1          | 1    | 0      | 1
"""
*/
WITH entries AS (
  SELECT
    period, segment, user_id, name, at_s,
    MIN(CASE WHEN name = :step_1 AND in_period = 1 THEN at_s END)
      OVER (PARTITION BY period, user_id) AS closed_1,
    MIN(CASE WHEN name = :step_1 THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_1
  FROM events
  WHERE name IN (:step_1, :step_2, :step_3, :step_4, :step_5, :step_6) AND user_id IS NOT NULL
), second_steps AS (
  SELECT *,
    MIN(CASE WHEN name = :step_2 AND at_s > t_1 AND at_s <= t_1 + :window_s THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_2
  FROM entries
), third_steps AS (
  SELECT *,
    MIN(CASE WHEN name = :step_3 AND at_s > t_2 AND at_s <= t_1 + :window_s THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_3
  FROM second_steps
), fourth_steps AS (
  SELECT *,
    MIN(CASE WHEN name = :step_4 AND at_s > t_3 AND at_s <= t_1 + :window_s THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_4
  FROM third_steps
), fifth_steps AS (
  SELECT *,
    MIN(CASE WHEN name = :step_5 AND at_s > t_4 AND at_s <= t_1 + :window_s THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_5
  FROM fourth_steps
), sixth_steps AS (
  SELECT *,
    MIN(CASE WHEN name = :step_6 AND at_s > t_5 AND at_s <= t_1 + :window_s THEN at_s END)
      OVER (PARTITION BY period, user_id) AS t_6
  FROM fifth_steps
), people AS (
  SELECT
    period,
    MIN(segment) AS segment,
    user_id,
    CASE WHEN MIN(closed_1) IS NULL THEN 1 ELSE 0 END AS still_open,
    MIN(t_1) AS t_1, MIN(t_2) AS t_2, MIN(t_3) AS t_3,
    MIN(t_4) AS t_4, MIN(t_5) AS t_5, MIN(t_6) AS t_6
  FROM sixth_steps
  WHERE name = :step_1 AND at_s = t_1
  GROUP BY period, user_id
), numbers AS (
  SELECT 1 AS step UNION ALL SELECT 2 UNION ALL SELECT 3
  UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
), reached AS (
  SELECT
    p.period, p.segment, p.still_open, n.step,
    CASE n.step
      WHEN 2 THEN p.t_2 - p.t_1
      WHEN 3 THEN p.t_3 - p.t_2
      WHEN 4 THEN p.t_4 - p.t_3
      WHEN 5 THEN p.t_5 - p.t_4
      WHEN 6 THEN p.t_6 - p.t_5
    END AS seconds
  FROM people AS p
  CROSS JOIN numbers AS n
  WHERE n.step = 1
    OR (n.step = 2 AND p.t_2 IS NOT NULL)
    OR (n.step = 3 AND p.t_3 IS NOT NULL)
    OR (n.step = 4 AND p.t_4 IS NOT NULL)
    OR (n.step = 5 AND p.t_5 IS NOT NULL)
    OR (n.step = 6 AND p.t_6 IS NOT NULL)
)
SELECT
  period,
  segment,
  still_open,
  step,
  COALESCE(log_bucket(seconds), 0) AS bucket,
  COUNT(*) AS users
FROM reached
GROUP BY period, segment, still_open, step, COALESCE(log_bucket(seconds), 0)

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
WITH steps AS (
  SELECT period, segment, user_id, name, at_s, in_period
  FROM events
  WHERE name IN (:step_1, :step_2, :step_3, :step_4, :step_5, :step_6) AND user_id IS NOT NULL
), firsts AS (
  SELECT period, user_id, MIN(at_s) AS t_1, 1 - MAX(in_period) AS still_open
  FROM steps
  WHERE name = :step_1
  GROUP BY period, user_id
), s1 AS (
  SELECT f.period, f.user_id, f.t_1, f.still_open, MIN(e.segment) AS segment
  FROM firsts AS f
  JOIN steps AS e ON e.period = f.period AND e.user_id = f.user_id
  WHERE e.name = :step_1 AND e.at_s = f.t_1
  GROUP BY f.period, f.user_id, f.t_1, f.still_open
), s2 AS (
  SELECT s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_1 AS before_s, MIN(e.at_s) AS t_2
  FROM s1 AS s
  JOIN steps AS e ON e.period = s.period AND e.user_id = s.user_id
  WHERE e.name = :step_2 AND e.at_s > s.t_1 AND e.at_s <= s.t_1 + :window_s
  GROUP BY s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_1
), s3 AS (
  SELECT s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_2 AS before_s, MIN(e.at_s) AS t_3
  FROM s2 AS s
  JOIN steps AS e ON e.period = s.period AND e.user_id = s.user_id
  WHERE e.name = :step_3 AND e.at_s > s.t_2 AND e.at_s <= s.t_1 + :window_s
  GROUP BY s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_2
), s4 AS (
  SELECT s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_3 AS before_s, MIN(e.at_s) AS t_4
  FROM s3 AS s
  JOIN steps AS e ON e.period = s.period AND e.user_id = s.user_id
  WHERE e.name = :step_4 AND e.at_s > s.t_3 AND e.at_s <= s.t_1 + :window_s
  GROUP BY s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_3
), s5 AS (
  SELECT s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_4 AS before_s, MIN(e.at_s) AS t_5
  FROM s4 AS s
  JOIN steps AS e ON e.period = s.period AND e.user_id = s.user_id
  WHERE e.name = :step_5 AND e.at_s > s.t_4 AND e.at_s <= s.t_1 + :window_s
  GROUP BY s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_4
), s6 AS (
  SELECT s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_5 AS before_s, MIN(e.at_s) AS t_6
  FROM s5 AS s
  JOIN steps AS e ON e.period = s.period AND e.user_id = s.user_id
  WHERE e.name = :step_6 AND e.at_s > s.t_5 AND e.at_s <= s.t_1 + :window_s
  GROUP BY s.period, s.segment, s.user_id, s.still_open, s.t_1, s.t_5
), reached AS (
  SELECT period, segment, still_open, 1 AS step, 0 AS seconds FROM s1
  UNION ALL SELECT period, segment, still_open, 2, t_2 - before_s FROM s2
  UNION ALL SELECT period, segment, still_open, 3, t_3 - before_s FROM s3
  UNION ALL SELECT period, segment, still_open, 4, t_4 - before_s FROM s4
  UNION ALL SELECT period, segment, still_open, 5, t_5 - before_s FROM s5
  UNION ALL SELECT period, segment, still_open, 6, t_6 - before_s FROM s6
)
SELECT period, segment, still_open, step, log_bucket(seconds) AS bucket, COUNT(*) AS users
FROM reached
GROUP BY period, segment, still_open, step, log_bucket(seconds)

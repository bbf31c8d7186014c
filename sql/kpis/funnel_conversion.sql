/*
title      = "Funnel conversion"
why        = "Which share of the people who began the journey also finished it in the period."
unit       = "share"
better     = "higher"
chapter    = "value"
kind       = "ratio"
parameters = ["funnel_start", "funnel_end"]

[columns]
numerator   = "integer, users, users who finished within seven days of a start, both in the period"
denominator = "integer, users, users who started in the period"
n           = "integer, users, the same number"

[example]
periods    = [["2026-11-09", "2026-11-16"]]
parameters = { funnel_start = "signed_up", funnel_end = "purchase" }
# u1 finishes in time; u2 finishes after the period; u3 finishes before starting;
# u4 starts in the week after
events = """
user_id | occurred_at          | name
u1      | 2026-11-15T12:00:00Z | signed_up
u1      | 2026-11-15T23:59:59Z | purchase
u2      | 2026-11-10T12:00:00Z | signed_up
u2      | 2026-11-16T00:00:00Z | purchase
u3      | 2026-11-11T12:00:00Z | purchase
u3      | 2026-11-11T13:00:00Z | signed_up
u4      | 2026-11-16T00:00:00Z | signed_up
u4      | 2026-11-16T01:00:00Z | purchase
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 1         | 3           | 3
"""
*/
WITH steps AS (
  SELECT
    period,
    segment,
    user_id,
    name,
    at_s,
    MIN(CASE WHEN name = :funnel_end THEN at_s END)
      OVER (PARTITION BY period, user_id ORDER BY at_s DESC) AS next_end_s
  FROM events
  WHERE name IN (:funnel_start, :funnel_end)
)
SELECT
  period,
  segment,
  COUNT(DISTINCT CASE WHEN next_end_s - at_s <= 604800 THEN user_id END) AS numerator,
  COUNT(DISTINCT user_id) AS denominator,
  COUNT(DISTINCT user_id) AS n
FROM steps
WHERE name = :funnel_start
GROUP BY period, segment

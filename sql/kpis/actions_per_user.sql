/*
title   = "Actions per user"
why     = "How much the people who came did with the product."
unit    = "number"
better  = "higher"
chapter = "engagement"
kind    = "ratio"

[columns]
numerator   = "integer, count, events of known users"
denominator = "integer, users, different users behind them"
n           = "integer, users, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# u1 is one user on two days, which is why days do not add up; nobody did the last event
events = """
user_id | occurred_at          | name
u1      | 2026-11-09T00:00:00Z | message_sent
u1      | 2026-11-10T09:00:00Z | message_sent
u2      | 2026-11-10T09:00:00Z | file_attached
u2      | 2026-11-16T00:00:00Z | message_sent
-       | 2026-11-12T09:00:00Z | message_sent
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 3         | 2           | 2
"""
*/
SELECT
  period,
  segment,
  COUNT(*) AS numerator,
  COUNT(DISTINCT user_id) AS denominator,
  COUNT(DISTINCT user_id) AS n
FROM events
WHERE user_id IS NOT NULL
GROUP BY period, segment

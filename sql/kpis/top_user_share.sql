/*
title   = "Busiest user's share"
why     = "Whether the numbers speak of many people or of one."
unit    = "share"
better  = "none"
chapter = "engagement"
kind    = "ratio"

[columns]
numerator   = "integer, count, events of the user with most events"
denominator = "integer, count, events of all users"
n           = "integer, users, users with events"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# u1 has three of the four events in the week; the fifth lies behind it
events = """
user_id | occurred_at          | name
u1      | 2026-11-09T00:00:00Z | message_sent
u1      | 2026-11-12T09:00:00Z | message_sent
u1      | 2026-11-15T23:59:59Z | message_sent
u2      | 2026-11-10T09:00:00Z | message_sent
u2      | 2026-11-16T00:00:00Z | message_sent
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 3         | 4           | 2
"""
*/
SELECT
  period,
  segment,
  MAX(events) AS numerator,
  SUM(events) AS denominator,
  COUNT(*) AS n
FROM (
  SELECT period, segment, user_id, COUNT(*) AS events
  FROM events
  WHERE user_id IS NOT NULL
  GROUP BY period, segment, user_id
) AS users
GROUP BY period, segment

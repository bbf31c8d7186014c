/*
title   = "Stickiness"
why     = "On which share of the last 28 days a typical active user came back."
unit    = "share"
better  = "higher"
chapter = "engagement"
kind    = "ratio"
reads   = "trailing 28 days"

[columns]
numerator   = "integer, users, users active on a day, summed over 28 days"
denominator = "integer, users, users active in the 28 days, times 28"
n           = "integer, users, users active in the 28 days"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# 28 days from 2026-10-19: u1 on three days (twice on one), u2 on one; the first row is too early,
# and the last but one names no user
events = """
user_id | occurred_at          | name
u1      | 2026-10-18T23:59:59Z | message_sent
u1      | 2026-10-19T00:00:00Z | message_sent
u1      | 2026-11-09T09:00:00Z | message_sent
u1      | 2026-11-09T10:00:00Z | message_sent
u1      | 2026-11-15T09:00:00Z | message_sent
u2      | 2026-11-01T09:00:00Z | message_sent
-       | 2026-11-02T09:00:00Z | message_sent
u2      | 2026-11-16T00:00:00Z | message_sent
"""
expected = """
period | segment | numerator | denominator | n
0      | all     | 4         | 56          | 2
"""
*/
SELECT
  period,
  segment,
  COUNT(*) AS numerator,
  28 * COUNT(DISTINCT user_id) AS denominator,
  COUNT(DISTINCT user_id) AS n
FROM (
  SELECT DISTINCT period, segment, user_id, day FROM events WHERE user_id IS NOT NULL
) AS user_days
GROUP BY period, segment

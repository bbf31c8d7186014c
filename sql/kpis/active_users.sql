/*
title   = "Active users"
why     = "How many different people found the product worth opening."
unit    = "users"
better  = "higher"
chapter = "engagement"
kind    = "distinct"

[columns]
value = "integer, users, different users with at least one event"
n     = "integer, users, the same number"

[example]
periods = [["2026-11-02", "2026-11-09"], ["2026-11-09", "2026-11-16"]]
# u1 counts once a week however often; an event on the first midnight after a week is not in it
events = """
user_id | occurred_at          | name
u1      | 2026-11-02T00:00:00Z | session_started
u1      | 2026-11-09T00:00:00Z | session_started
u1      | 2026-11-15T12:00:00Z | message_sent
u2      | 2026-11-15T23:59:59Z | message_sent
u3      | 2026-11-16T00:00:00Z | message_sent
"""
expected = """
period | segment | value | n
0      | all     | 1     | 1
1      | all     | 2     | 2
"""
*/
SELECT
  period,
  segment,
  COUNT(DISTINCT user_id) AS value,
  COUNT(DISTINCT user_id) AS n
FROM events
GROUP BY period, segment

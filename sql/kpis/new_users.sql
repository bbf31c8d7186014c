/*
title   = "New users"
why     = "How many people used the product for the first time ever."
unit    = "users"
better  = "higher"
chapter = "engagement"
kind    = "total"
reads   = "history"

[columns]
value = "integer, users, users whose first event ever lies in the period"
n     = "integer, users, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# u1 was here weeks before; u2 comes back within the week; u3 comes too late
events = """
user_id | occurred_at          | name
u1      | 2026-10-01T08:00:00Z | message_sent
u1      | 2026-11-10T08:00:00Z | message_sent
u2      | 2026-11-09T00:00:00Z | message_sent
u2      | 2026-11-12T08:00:00Z | message_sent
u3      | 2026-11-16T00:00:00Z | message_sent
"""
expected = """
period | segment | value | n
0      | all     | 1     | 1
"""
*/
SELECT
  period,
  segment,
  COUNT(*) AS value,
  COUNT(*) AS n
FROM first_seen
GROUP BY period, segment

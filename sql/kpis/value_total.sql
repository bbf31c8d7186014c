/*
title   = "Value"
why     = "How much money customers put through the product."
unit    = "USD"
better  = "higher"
chapter = "value"
kind    = "total"

[columns]
value = "money, USD, sum of the events' values"
n     = "integer, count, events that carry a value"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# a refund counts negative, an event without a value not at all
events = """
user_id | occurred_at          | name         | value
u1      | 2026-11-09T00:00:00Z | purchase     | 20.5
u1      | 2026-11-10T09:00:00Z | message_sent | -
u2      | 2026-11-10T09:00:00Z | refund       | -0.5
u2      | 2026-11-16T00:00:00Z | purchase     | 99
"""
expected = """
period | segment | value | n
0      | all     | 20.0  | 2
"""
*/
SELECT
  period,
  segment,
  SUM(value) AS value,
  COUNT(value) AS n
FROM events
WHERE value IS NOT NULL
GROUP BY period, segment

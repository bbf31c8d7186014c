/*
title   = "Net revenue"
why     = "What stays with the shop after cancellations and bad debt."
unit    = "GBP"
better  = "higher"
chapter = "value"
kind    = "total"

[columns]
value = "money, GBP, sum of all lines, cancellations negative"
n     = "integer, count, lines"

[example]
periods = [["2011-01-03", "2011-01-10"]]
# a line without a customer is revenue all the same
events = """
user_id | occurred_at          | name         | value
17850   | 2011-01-04T10:00:00Z | purchase     | 20.5
-       | 2011-01-05T10:00:00Z | purchase     | 4
17850   | 2011-01-06T10:00:00Z | cancellation | -0.5
17850   | 2011-01-10T00:00:00Z | purchase     | 99
"""
expected = """
period | segment | value | n
0      | all     | 24.0  | 3
"""
*/
SELECT
  period,
  segment,
  SUM(value) AS value,
  COUNT(value) AS n
FROM events
GROUP BY period, segment

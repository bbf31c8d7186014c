/*
title      = "Stars of a peer"
why        = "How well known another open coding assistant has become."
unit       = "count"
better     = "none"
chapter    = "market"
kind       = "level"
parameters = ["peer"]

[columns]
value = "number, count, stars at the last snapshot of the period"
n     = "integer, count, that snapshot"

[example]
periods    = [["2025-03-03", "2025-03-17"]]
parameters = { peer = "cline/cline" }
# the last snapshot within the period counts, of the one series that is asked for
market = """
observed_on | series       | value
2025-03-03  | cline/cline  | 100
2025-03-10  | cline/cline  | 120
2025-03-10  | openai/codex | 900
2025-03-17  | cline/cline  | 150
"""
expected = """
period | segment | value | n
0      | all     | 120   | 1
"""
*/
SELECT
  period,
  segment,
  value,
  1 AS n
FROM (
  SELECT
    period,
    segment,
    value,
    ROW_NUMBER() OVER (PARTITION BY period, segment ORDER BY day DESC) AS place
  FROM market
  WHERE series = :peer
) AS snapshots
WHERE place = 1

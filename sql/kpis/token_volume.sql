/*
title   = "Tokens"
why     = "How much text the model read and wrote, which drives the bill."
unit    = "tokens"
better  = "none"
chapter = "model"
kind    = "total"

[columns]
value = "integer, tokens, tokens read and written"
n     = "integer, count, predictions whose tokens are both known"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# half a count would look like a small one, so p2 is left out
predictions = """
prediction_id | occurred_at          | model     | input_tokens | output_tokens
p1            | 2026-11-09T00:00:00Z | assistant | 900          | 100
p2            | 2026-11-10T09:00:00Z | assistant | 700          | -
p3            | 2026-11-15T23:59:59Z | assistant | 50           | 0
p4            | 2026-11-16T00:00:00Z | assistant | 400          | 400
"""
expected = """
period | segment | value | n
0      | all     | 1050  | 2
"""
*/
SELECT
  period,
  segment,
  SUM(input_tokens + output_tokens) AS value,
  COUNT(input_tokens + output_tokens) AS n
FROM predictions
GROUP BY period, segment

/*
title = "Cost per person and per success by model version"
why = "What one person costs, and what an answer that ended well costs with all failed attempts."

[columns]
model     = "key text, name, the model that was asked"
version   = "key text, name, its version"
users     = "integer, users, people with a request whose cost is known"
cost      = "number, USD, what they cost together"
requests  = "integer, count, their requests whose cost is known"
good      = "integer, count, those of them that ended well"
cost2     = "number, number, sum over people of their squared cost"
requests2 = "integer, count, sum over people of their squared requests"
good2     = "integer, count, sum over people of their squared good requests"
cost_requests = "number, number, sum over people of cost times requests"
cost_good = "number, number, sum over people of cost times good requests"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# p4 has no cost, p5 no user: neither counts
predictions = """
prediction_id | occurred_at          | model | version | user_id | status | cost_usd
p1            | 2026-11-09T09:00:00Z | m     | v1      | u1      | ok     | 0.5
p2            | 2026-11-10T09:00:00Z | m     | v1      | u1      | error  | 0.25
p3            | 2026-11-10T09:00:00Z | m     | v1      | u2      | ok     | 0.5
p4            | 2026-11-10T09:00:00Z | m     | v1      | u2      | ok     | -
p5            | 2026-11-10T09:00:00Z | m     | v1      | -       | ok     | 1.0
"""
expected = """
period | segment | model | version | users | cost | requests | good | cost2  | requests2 | good2 | cost_requests | cost_good
0      | all     | m     | v1      | 2     | 1.25 | 3        | 2    | 0.8125 | 5         | 2     | 2.0           | 1.25
"""
*/
WITH people AS (
  SELECT
    period,
    segment,
    model,
    COALESCE(version, 'unknown') AS version,
    user_id,
    SUM(cost_usd) AS paid,
    COUNT(*) AS asked,
    SUM(CASE WHEN status = 'ok' THEN 1 ELSE 0 END) AS ended_well
  FROM predictions
  WHERE model IS NOT NULL AND cost_usd IS NOT NULL AND user_id IS NOT NULL
  GROUP BY period, segment, model, COALESCE(version, 'unknown'), user_id
)
SELECT
  period,
  segment,
  model,
  version,
  COUNT(*) AS users,
  SUM(paid) AS cost,
  SUM(asked) AS requests,
  SUM(ended_well) AS good,
  SUM(CAST(paid AS DOUBLE) * CAST(paid AS DOUBLE)) AS cost2,
  SUM(asked * asked) AS requests2,
  SUM(ended_well * ended_well) AS good2,
  SUM(CAST(paid AS DOUBLE) * asked) AS cost_requests,
  SUM(CAST(paid AS DOUBLE) * ended_well) AS cost_good
FROM people
GROUP BY period, segment, model, version

/*
title = "How requests ended by model version"
why = "Whether people get an answer at all, and which class of error keeps it from them."

[columns]
model    = "key text, name, the model that was asked"
version  = "key text, name, its version"
status   = "key text, name, how the request ended; ok is a good end"
requests = "integer, count, requests that ended so"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# p4 has no status, so it is neither good nor bad; p6 failed before a model was known
predictions = """
prediction_id | occurred_at          | model | version | status
p1            | 2026-11-09T09:00:00Z | m     | v1      | ok
p2            | 2026-11-10T09:00:00Z | m     | v2      | timeout
p3            | 2026-11-10T09:00:00Z | m     | v2      | timeout
p4            | 2026-11-10T09:00:00Z | m     | v2      | -
p5            | 2026-11-10T09:00:00Z | m     | -       | ok
p6            | 2026-11-10T09:00:00Z | -     | -       | error
"""
expected = """
period | segment | model | version | status  | requests
0      | all     | m     | unknown | ok      | 1
0      | all     | unknown | unknown | error | 1
0      | all     | m     | v1      | ok      | 1
0      | all     | m     | v2      | timeout | 2
"""
*/
SELECT
  period,
  segment,
  COALESCE(model, 'unknown') AS model,
  COALESCE(version, 'unknown') AS version,
  status,
  COUNT(*) AS requests
FROM predictions
WHERE status IS NOT NULL
GROUP BY period, segment, COALESCE(model, 'unknown'), COALESCE(version, 'unknown'), status

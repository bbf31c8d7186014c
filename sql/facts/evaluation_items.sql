/*
title = "Evaluation items by model version"
why = "Whether a version solves the same tasks as the one before, item by item."

[columns]
suite   = "key text, name, the suite of evaluations"
item    = "key text, name, the item of the suite"
model   = "key text, name, the model that was evaluated"
version = "key text, name, its version"
runs    = "integer, count, runs of the item in the period"
passes  = "integer, count, those that passed"

[example]
periods = [["2026-11-09", "2026-11-16"]]
evaluations = """
evaluated_at         | suite | item_id | model | version | passed
2026-11-09T09:00:00Z | s     | i1      | m     | v1      | true
2026-11-10T09:00:00Z | s     | i1      | m     | v1      | false
2026-11-10T09:00:00Z | s     | i1      | m     | v2      | true
"""
expected = """
period | segment | suite | item | model | version | runs | passes
0      | all     | s     | i1   | m     | v1      | 2    | 1
0      | all     | s     | i1   | m     | v2      | 1    | 1
"""
*/
SELECT
  period,
  segment,
  suite,
  CAST(item_id AS VARCHAR) AS item,
  model,
  COALESCE(CAST(version AS VARCHAR), 'unknown') AS version,
  COUNT(*) AS runs,
  SUM(CASE WHEN passed THEN 1 ELSE 0 END) AS passes
FROM evaluations
WHERE passed IS NOT NULL AND item_id IS NOT NULL AND suite IS NOT NULL AND model IS NOT NULL
GROUP BY
  period,
  segment,
  suite,
  CAST(item_id AS VARCHAR),
  model,
  COALESCE(CAST(version AS VARCHAR), 'unknown')

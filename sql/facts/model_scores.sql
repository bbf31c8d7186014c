/*
title = "Scores by model version"
why = "Whether scores of a version tell right from wrong, and whether they can be taken at their word."

[columns]
model         = "key text, name, the model that scored"
version       = "key text, name, its version"
bin           = "key integer, count, bin of the score on the fixed grid; -1 null, -2 no probability"
n             = "integer, count, predictions"
n_labelled    = "integer, count, those with an outcome of 0 or 1"
n_pos         = "integer, count, those of them with 1"
sum_s         = "number, number, sum of scores that are probabilities"
sum_s_labelled = "number, number, sum of scores with an outcome"
sum_s2        = "number, number, sum of their squares"
sum_sy        = "number, number, sum of scores whose outcome is 1"
sum_e4        = "number, number, sum of (score - outcome) to the fourth power"
sum_logloss   = "number, number, sum of log losses, scores kept off 0 and 1"
sum_logloss2  = "number, number, sum of their squares"

[example]
periods = [["2026-11-09", "2026-11-16"]]
# 0.5 is an edge, so it lies above it, in bin 150; e4 of 0.5 is 0.0625 and ln 2 is 0.69314718056
predictions = """
prediction_id | occurred_at          | model | version | score
p1            | 2026-11-09T09:00:00Z | m     | v1      | 0.5
p2            | 2026-11-10T09:00:00Z | m     | v1      | 0.5
p3            | 2026-11-10T09:00:00Z | m     | v1      | 0.5
p4            | 2026-11-10T09:00:00Z | m     | v1      | -
p5            | 2026-11-10T09:00:00Z | m     | v1      | 1.5
"""
outcomes = """
prediction_id | known_at             | label
p1            | 2026-11-09T12:00:00Z | 1
p2            | 2026-11-12T12:00:00Z | 0
"""
expected = """
period | segment | model | version | bin | n | n_labelled | n_pos | sum_s | sum_s_labelled | sum_s2 | sum_sy | sum_e4 | sum_logloss | sum_logloss2
0      | all     | m     | v1      | -2  | 1 | 0 | 0 | 0.0 | 0.0 | 0.0 | 0.0 | 0.0   | 0.0           | 0.0
0      | all     | m     | v1      | -1  | 1 | 0 | 0 | 0.0 | 0.0 | 0.0 | 0.0 | 0.0   | 0.0           | 0.0
0      | all     | m     | v1      | 150 | 3 | 2 | 1 | 1.5 | 1.0 | 0.5 | 0.5 | 0.125 | 1.38629436112 | 0.960906027836
"""
*/
WITH scored AS (
  SELECT
    p.period,
    p.segment,
    p.model,
    COALESCE(p.version, 'unknown') AS version,
    score_bin(p.score) AS bin,
    CASE WHEN p.score >= 0 AND p.score <= 1 THEN CAST(p.score AS DOUBLE) ELSE 0.0e0 END AS s,
    CASE WHEN p.score >= 0 AND p.score <= 1 AND o.label IN (0, 1) THEN 1 ELSE 0 END AS known,
    CASE WHEN o.label = 1 THEN 1 ELSE 0 END AS y,
    CASE
      WHEN p.score < 2.220446049250313e-16 THEN 2.220446049250313e-16
      WHEN p.score > 0.9999999999999998e0 THEN 0.9999999999999998e0
      ELSE CAST(p.score AS DOUBLE)
    END AS held
  FROM predictions AS p
  LEFT JOIN outcomes AS o ON o.period = p.period AND o.prediction_id = p.prediction_id
  WHERE p.model IS NOT NULL
), measured AS (
  SELECT
    *,
    CASE WHEN known = 0 THEN 0.0e0 WHEN y = 1 THEN -LN(held) ELSE -LN(1.0e0 - held) END AS loss,
    CASE WHEN known = 1 THEN (s - y) * (s - y) ELSE 0.0e0 END AS e2
  FROM scored
)
SELECT
  period,
  segment,
  model,
  version,
  bin,
  COUNT(*) AS n,
  SUM(known) AS n_labelled,
  SUM(known * y) AS n_pos,
  SUM(s) AS sum_s,
  SUM(known * s) AS sum_s_labelled,
  SUM(known * s * s) AS sum_s2,
  SUM(known * y * s) AS sum_sy,
  SUM(e2 * e2) AS sum_e4,
  SUM(loss) AS sum_logloss,
  SUM(loss * loss) AS sum_logloss2
FROM measured
GROUP BY period, segment, model, version, bin

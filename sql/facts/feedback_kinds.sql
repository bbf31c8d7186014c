/*
title = "Feedback by kind"
why = "What people say when they are asked, or say by themselves."

[columns]
kind    = "key text, name, the kind of feedback"
answers = "integer, count, pieces of feedback"
users   = "integer, users, people who gave it and are known"

[example]
periods = [["2026-11-09", "2026-11-16"]]
feedback = """
occurred_at          | kind    | user_id
2026-11-09T09:00:00Z | up      | u1
2026-11-10T09:00:00Z | up      | u1
2026-11-10T09:00:00Z | comment | -
"""
expected = """
period | segment | kind    | answers | users
0      | all     | up      | 2       | 1
0      | all     | comment | 1       | 0
"""
*/
SELECT
  period,
  segment,
  COALESCE(kind, 'unknown') AS kind,
  COUNT(*) AS answers,
  COUNT(DISTINCT user_id) AS users
FROM feedback
GROUP BY period, segment, COALESCE(kind, 'unknown')

/*
title = "How calls of tools ended"
why = "A failed tool makes an answer slower or worse, whichever model asked for it."

[columns]
tool   = "key text, name, the tool that was called"
status = "key text, name, how the call ended; ok is a good end"
calls  = "integer, count, calls that ended so"

[example]
periods = [["2026-11-09", "2026-11-16"]]
tool_calls = """
occurred_at          | tool   | status
2026-11-09T09:00:00Z | search | ok
2026-11-10T09:00:00Z | search | error
2026-11-10T10:00:00Z | search | error
"""
expected = """
period | segment | tool   | status | calls
0      | all     | search | error  | 2
0      | all     | search | ok     | 1
"""
*/
SELECT period, segment, tool, status, COUNT(*) AS calls
FROM tool_calls
WHERE tool IS NOT NULL AND status IS NOT NULL
GROUP BY period, segment, tool, status

/*
title = "Changes"
why = "How long a change waits between its commit and its release."
reads = "lookback 91 days"

[columns]
change_id  = "key text, name, the change"
release_id = "text, name, the release that brought it"
lead_s     = "number, s, from commit to release"

[example]
periods = [["2026-11-09", "2026-11-16"]]
changes = """
committed_at         | change_id | release_id
2026-11-08T00:00:00Z | c1        | r1
2026-11-09T00:00:00Z | c2        | r0
2026-11-09T00:00:00Z | c3        | -
"""
releases = """
released_at          | release_id
2026-11-09T00:00:00Z | r1
2026-11-01T00:00:00Z | r0
"""
expected = """
period | segment | change_id | release_id | lead_s
0      | all     | c1        | r1         | 86400
"""
*/
SELECT
  c.period,
  c.segment,
  c.change_id,
  MIN(c.release_id) AS release_id,
  MIN(r.at_s - c.at_s) AS lead_s
FROM changes AS c
JOIN releases AS r ON r.period = c.period AND r.release_id = c.release_id
WHERE r.in_period = 1
GROUP BY c.period, c.segment, c.change_id

/*
title = "Releases"
why = "What was shipped, what failed, and when it worked again."

[columns]
release_id  = "key text, name, the release"
title       = "text, name, what it is called"
kind        = "text, name, its kind"
released_s  = "number, s, when it went out, in seconds since 1970-01-01 UTC"
failed_s    = "number, s, when it failed"
recovered_s = "number, s, when it worked again"

[example]
periods = [["2026-11-09", "2026-11-16"]]
releases = """
released_at          | release_id | title | kind    | failed_at            | recovered_at
2026-11-09T00:00:00Z | r1         | First | feature | -                    | -
2026-11-10T00:00:00Z | r2         | -     | fix     | 2026-11-10T00:00:10Z | 2026-11-10T00:01:00Z
"""
expected = """
period | segment | release_id | title | kind    | released_s | failed_s   | recovered_s
0      | all     | r1         | First | feature | 1794182400 | -          | -
0      | all     | r2         | -     | fix     | 1794268800 | 1794268810 | 1794268860
"""
*/
SELECT
  period,
  segment,
  release_id,
  MAX(title) AS title,
  MAX(kind) AS kind,
  MIN(at_s) AS released_s,
  MIN(failed_at_s) AS failed_s,
  MAX(recovered_at_s) AS recovered_s
FROM releases
GROUP BY period, segment, release_id

/*
title = "Releases that brought a model version"
why = "Since when a version answers, and what it was called."

[columns]
release_id = "key text, name, the release"
model      = "text, name, the model it changed"
version    = "text, name, the version it brought"
title      = "text, name, what it is called"
released_s = "number, s, when it went out, in seconds since 1970-01-01 UTC"

[example]
periods = [["2026-11-09", "2026-11-16"]]
releases = """
released_at          | release_id | title | model | version
2026-11-09T00:00:00Z | r1         | First | m     | v2
2026-11-10T00:00:00Z | r2         | Other | -     | -
"""
expected = """
period | segment | release_id | model | version | title | released_s
0      | all     | r1         | m     | v2      | First | 1794182400
"""
*/
SELECT
  period,
  segment,
  release_id,
  MIN(model) AS model,
  MIN(version) AS version,
  MIN(title) AS title,
  MIN(at_s) AS released_s
FROM releases
WHERE version IS NOT NULL
GROUP BY period, segment, release_id

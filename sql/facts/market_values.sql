/*
title = "Market series"
why = "Whether the market moved, or we did."

[columns]
series = "key text, name, the series as its source names it"
day    = "key integer, day, the day of the value, in days since 1970-01-01"
value  = "number, number, sum of its values on that day"
n      = "integer, count, values of that day"

[example]
periods = [["2026-11-02", "2026-11-09"], ["2026-11-09", "2026-11-16"]]
market = """
series | observed_on | value
stars  | 2026-11-02  | 10
stars  | 2026-11-09  | 12
forks  | 2026-11-09  | 3
forks  | 2026-11-16  | 4
"""
expected = """
period | segment | series | day   | value | n
0      | all     | stars  | 20759 | 10    | 1
1      | all     | stars  | 20766 | 12    | 1
1      | all     | forks  | 20766 | 3     | 1
"""
*/
SELECT
  period,
  segment,
  series,
  day,
  SUM(value) AS value,
  COUNT(*) AS n
FROM market
GROUP BY period, segment, series, day

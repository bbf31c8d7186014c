"""The same numbers of one week in SQL written by hand for each engine.

Shape: a day (or nothing, for a query about the whole week), a segment where it is cut, then the
measures in the order of the query's kind.
"""

WEEK = "2026-W45"
ZONE = "Europe/Berlin"
# Berlin is an hour ahead in this week. DuckDB's AT TIME ZONE would take ten times as long as
# the arithmetic, so the yardstick is the faster way.
_DAY = {
    "duckdb": "CAST((EPOCH_US(occurred_at) + 3600000000) // 86400000000 AS INTEGER)",
    "postgres": f"CAST(occurred_at AT TIME ZONE '{ZONE}' AS DATE) - DATE '1970-01-01'",
}
_WEEK = (
    "occurred_at >= TIMESTAMPTZ '2026-11-02 00:00:00+01' "
    "AND occurred_at < TIMESTAMPTZ '2026-11-09 00:00:00+01'"
)
# However many plans there are, fifty keep their name.
_TOP = f"""top AS (
          SELECT COALESCE(plan, 'unknown') AS plan FROM {{table}} WHERE {_WEEK}
          GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 50
        )"""
_PLAN = """CASE WHEN COALESCE(plan, 'unknown') IN (SELECT plan FROM top)
          THEN COALESCE(plan, 'unknown') ELSE 'other' END"""
_QUERIES = {
    "active_users": """
        SELECT COUNT(DISTINCT user_id), COUNT(DISTINCT user_id) FROM events WHERE {week}""",
    "actions_per_user": """
        SELECT COUNT(*), COUNT(DISTINCT user_id), COUNT(DISTINCT user_id)
        FROM events WHERE {week} AND user_id IS NOT NULL""",
    "top_user_share": """
        SELECT MAX(k), SUM(k), COUNT(*) FROM (
          SELECT COUNT(*) AS k FROM events WHERE {week} AND user_id IS NOT NULL GROUP BY user_id
        ) AS users""",
    "value_total": """
        SELECT {day}, SUM(value), COUNT(value)
        FROM events WHERE {week} AND value IS NOT NULL GROUP BY 1""",
    "predictions": "SELECT {day}, COUNT(*), COUNT(*) FROM predictions WHERE {week} GROUP BY 1",
    "cost_total": """
        SELECT {day}, SUM(cost_usd), COUNT(cost_usd) FROM predictions WHERE {week} GROUP BY 1""",
    "error_share": """
        SELECT {day}, SUM(CASE WHEN status <> 'ok' THEN 1 ELSE 0 END), COUNT(*), COUNT(*)
        FROM predictions WHERE {week} AND status IS NOT NULL GROUP BY 1""",
    "token_volume": """
        SELECT {day}, SUM(input_tokens + output_tokens), COUNT(input_tokens + output_tokens)
        FROM predictions WHERE {week} GROUP BY 1""",
    "latency_p95": """
        SELECT {day}, CAST(FLOOR(LN(latency_ms) / LN(1.02)) AS INTEGER) + 100000, COUNT(*)
        FROM predictions WHERE {week} AND latency_ms > 0 GROUP BY 1, 2""",
    "cost_total by plan": """
        WITH {top}
        SELECT {day}, {plan}, SUM(cost_usd), COUNT(cost_usd)
        FROM predictions WHERE {week} GROUP BY 1, 2""",
    "active_users by plan": """
        WITH {top}
        SELECT {plan}, COUNT(DISTINCT user_id), COUNT(DISTINCT user_id)
        FROM events WHERE {week} GROUP BY 1""",
    "stickiness": """
        SELECT COUNT(*), 28 * COUNT(DISTINCT user_id), COUNT(DISTINCT user_id) FROM (
          SELECT DISTINCT user_id, {day} AS day FROM events
          WHERE occurred_at >= TIMESTAMPTZ '2026-10-12 00:00:00+02'
            AND occurred_at < TIMESTAMPTZ '2026-11-09 00:00:00+01' AND user_id IS NOT NULL
        ) AS user_days""",
    "new_users": """
        SELECT {day}, COUNT(*), COUNT(*) FROM (
          SELECT MIN(occurred_at) AS occurred_at FROM events
          WHERE occurred_at < TIMESTAMPTZ '2026-11-09 00:00:00+01' AND user_id IS NOT NULL
          GROUP BY user_id
        ) AS firsts WHERE {week} GROUP BY 1""",
}  # fmt: skip
CASES = tuple(_QUERIES)
OF_THE_WEEK = tuple(case for case in CASES if case not in {"stickiness", "new_users"})


def by_hand(case: str, engine: str) -> str:
    """Return the statement of a case in an engine's SQL."""
    day = _DAY[engine]
    if case == "stickiness" and engine == "duckdb":
        # Summer time ends within these four weeks.
        ahead = "CASE WHEN occurred_at < TIMESTAMPTZ '2026-10-25 01:00:00+00' THEN 2 ELSE 1 END"
        day = f"CAST((EPOCH_US(occurred_at) + ({ahead}) * 3600000000) // 86400000000 AS INTEGER)"
    top = _TOP.format(table="predictions" if "FROM predictions" in _QUERIES[case] else "events")
    return _QUERIES[case].format(day=day, week=_WEEK, top=top, plan=_PLAN)

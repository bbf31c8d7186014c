"""Releases as facts: on which day what was shipped, under a short label."""

from collections.abc import Collection

from reports.values.query import Query

_LONGEST = 120
_DETAILS = ("component", "model", "version")


def release_days(columns: Collection[str]) -> Query:
    """Return the query that counts releases by day and label, with the columns there are.

    Shape: the segment is the label, "Gateway rewrite (gateway 2.1)": the title, then component,
    model and version in brackets; these alone where there is no title, and the release's own name
    where there is nothing else.
    """
    title = f"COALESCE({_text('title')}, '')" if "title" in columns else "''"
    details = " || ".join(_spaced(name) for name in _DETAILS if name in columns) or "''"
    parts = f"SELECT period, release_id, {title} AS title, TRIM({details}) AS details FROM releases"  # noqa: S608 names of ours
    label = (
        "CASE WHEN title <> '' AND details <> '' THEN title || ' (' || details || ')' "
        "WHEN title <> '' THEN title WHEN details <> '' THEN details "
        f"ELSE COALESCE(NULLIF({_text('release_id')}, ''), 'unknown') END"
    )
    labelled = f"SELECT period, SUBSTRING({label}, 1, {_LONGEST}) AS label FROM ({parts}) AS parts"  # noqa: S608 as above
    sql = (
        "SELECT period, label AS segment, COUNT(*) AS value, COUNT(*) AS n "  # noqa: S608 as above
        f"FROM ({labelled}) AS labelled GROUP BY period, label"
    )
    return Query("release_days", "total", sql, ("releases",))


def _text(column: str) -> str:
    return f"TRIM(CAST({column} AS TEXT))"


def _spaced(column: str) -> str:
    """Return a column with a space before it, or nothing where it is empty."""
    return f"COALESCE(' ' || NULLIF({_text(column)}, ''), '')"

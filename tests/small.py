"""A small workspace on SQLite whose numbers can be counted by hand."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

REVIEW_TOML = """
title = "Small"
minimum_cell = 2
[warehouse]
url = "sqlite:///data.sqlite"
[calendar]
zone = "Europe/Berlin"
[products.bot]
title = "Bot"
owner = "product manager"
dimensions = ["plan"]
[products.bot.relations.events]
table = "log"
columns = { user_id = "who", occurred_at = "at", name = "what" }
dimensions = ["plan"]
"""

KPIS_TOML = """
[messages]
title = "Messages"
why = "How much the bot is asked."
unit = "count"
better = "higher"
chapter = "engagement"
relation = "events"
aggregate = "count"
filter = "name = 'message'"

[messages_per_user]
title = "Messages per user"
why = "How much each person asks."
unit = "number"
better = "higher"
chapter = "engagement"
formula = "messages / active_users"
"""

FIRST_DAY = datetime(2026, 8, 3, 10, tzinfo=UTC)
DAYS = 105


def write_rows(folder: Path, *, days: int = DAYS) -> None:
    """Write three users a day, one message each, and a fourth user on Mondays."""
    with sqlite3.connect(folder / "data.sqlite") as database:
        database.execute("CREATE TABLE log (who TEXT, at TEXT, what TEXT, plan TEXT)")
        rows = []
        for k in range(days):
            at = FIRST_DAY + timedelta(days=k)
            people = ["ada", "ben", "cem"] + (["dua"] if at.weekday() == 0 else [])
            rows += [
                (who, at.isoformat(), "message", "free" if who == "ada" else "paid")
                for who in people
            ]
        database.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rows)
    database.close()


def make_small(folder: Path, *, days: int = DAYS) -> Path:
    """Write the workspace into a folder; by default its data end on 2026-11-15."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "review.toml").write_text(REVIEW_TOML)
    (folder / "kpis.toml").write_text(KPIS_TOML)
    write_rows(folder, days=days)
    return folder

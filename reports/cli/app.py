"""All commands in one place, in the order in which a newcomer needs them."""

from reports.cli import (
    backfills,
    checks,
    comments,
    history,
    iterations,
    kpis,
    mails,
    reviews,
    roadmap,
    site,
    workspaces,
)
from reports.cli.application import app, kpi_app

__all__ = [
    "app",
    "backfills",
    "checks",
    "comments",
    "history",
    "iterations",
    "kpi_app",
    "kpis",
    "mails",
    "reviews",
    "roadmap",
    "site",
    "workspaces",
]

_MODULES = (workspaces, checks, reviews, mails, backfills, comments, history, site)
_PLACES = {module.__name__: place for place, module in enumerate(_MODULES)}

app.registered_commands.sort(
    key=lambda command: _PLACES[command.callback.__module__] if command.callback else 0
)

"""All commands in one place, in the order in which a newcomer needs them."""

from reports.cli import (
    approval,
    backfills,
    checks,
    comments,
    history,
    iterations,
    kpis,
    mails,
    redaction,
    reviews,
    roadmap,
    schedule,
    site,
    watch,
    workspaces,
)
from reports.cli.application import app, kpi_app

__all__ = [
    "app",
    "approval",
    "backfills",
    "checks",
    "comments",
    "history",
    "iterations",
    "kpi_app",
    "kpis",
    "mails",
    "redaction",
    "reviews",
    "roadmap",
    "schedule",
    "site",
    "watch",
    "workspaces",
]

_MODULES = (
    *(workspaces, checks, reviews, approval, mails, backfills, comments, history, redaction, site),
    *(schedule, watch),
)
_PLACES = {module.__name__: place for place, module in enumerate(_MODULES)}

app.registered_commands.sort(
    key=lambda command: _PLACES[command.callback.__module__] if command.callback else 0
)

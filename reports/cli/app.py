"""All commands in one place."""

from reports.cli import checks, history, kpis, reviews, workspaces
from reports.cli.application import app, kpi_app

__all__ = ["app", "checks", "history", "kpi_app", "kpis", "reviews", "workspaces"]

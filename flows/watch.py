"""The daily look between reviews, as a flow: a breach is a failed run, once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from os import environ
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from reports import watching
from reports.config import load_workspace
from reports.stages.watching import last_whole_day
from reports.values.watch import Look


def _due() -> datetime:
    due = flow_run.get_scheduled_start_time()
    return due if isinstance(due, datetime) else datetime.now(UTC)


@flow(name="watch", flow_run_name="watch", persist_result=False)
def watch(workspace: str, product: str = "", day: str = "") -> State[Sequence[Look]]:
    """Look at the limits of a day; without one, of the day that was over when the run was due."""
    loaded = load_workspace(Path(workspace), environ)
    given = date.fromisoformat(day) if day else None
    looks: list[Look] = []
    for one in loaded.products:
        if product in ("", one.name):
            asked = given or last_whole_day(one, _due())
            looks += watching.watch(loaded, one.name, asked, now=datetime.now(UTC))
    create_table_artifact(
        key="watch",
        table=[_row(look) for look in looks],
        description=f"Limits looked at on {datetime.now(UTC):%Y-%m-%d}",
    )
    return _told(looks)


def _told(looks: Sequence[Look]) -> State[Sequence[Look]]:
    """Log what is news, and fail where a breach began."""
    for look in looks:
        if look.news:
            said = (look.product, look.state.kpi, look.news, look.day, look.state.value)
            get_run_logger().warning("%s: breach of %s %s on %s, value %s", *said)
    began = [look for look in looks if look.news == "began"]
    if began:
        names = ", ".join(f"{look.product} {look.state.kpi}" for look in began)
        return Failed(message=f"breach began: {names}", data=looks)
    return Completed(message=f"{len(looks)} limits", data=looks)


def _row(look: Look) -> dict[str, Any]:
    state = look.state
    return {
        "product": look.product,
        "day": look.day.isoformat(),
        "kpi": state.kpi,
        "of": look.watched.source,
        "state": state.status,
        "value": state.value,
        "limit": state.limit,
        "news": look.news,
    }

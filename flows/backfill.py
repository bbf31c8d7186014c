"""Backfills as one flow run, planned from the ledger: progress and table beside the run."""

from collections.abc import Sequence
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from prefect import flow, get_run_logger
from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.schedule import lease_seconds
from reports.backfilling import Backfill
from reports.config import load_workspace
from reports.values.job import Outcome
from reports.values.week_state import BackfillPlan, BackfillRequest, Selection


def _now() -> datetime:
    return datetime.now(UTC)


@flow(name="backfill", flow_run_name="backfill-{first}-{last}", persist_result=False)
def backfill(  # noqa: PLR0913 - the parameters of a flow are what a person may ask for
    workspace: str,
    first: str,
    last: str,
    product: str = "",
    selection: Selection = "missing",
    *,
    reason: str = "",
    as_of: str = "",
    as_of_schedule: bool = False,
    max_failures: int = 0,
    workers: int = 2,
) -> State[Sequence[Outcome]]:
    """Build reviews of past weeks; run it again to go on where it was stopped. It never mails."""
    request = BackfillRequest(
        first=first,
        last=last,
        product=product,
        selection=selection,
        reason=reason,
        as_of=datetime.fromisoformat(as_of) if as_of else None,
        as_of_schedule=as_of_schedule,
        max_failures=max_failures,
        workers=workers,
    )
    loaded = load_workspace(Path(workspace), environ)
    run = Backfill(loaded, request, _now, lambda: uuid4().hex, lease_seconds(environ))
    plan = run.plan()
    _show("backfill-plan", [_planned(plan, place) for place in range(len(plan.weeks))])
    outcomes = _build(run, plan)
    _show("backfill-outcome", [_concluded(one) for one in outcomes])
    failed = [one for one in outcomes if one.exit_code]
    if failed:
        return Failed(message=f"{len(failed)} of {len(outcomes)} weeks failed", data=outcomes)
    return Completed(message=f"{len(outcomes)} weeks", data=outcomes)


def _build(run: Backfill, plan: BackfillPlan) -> Sequence[Outcome]:
    """Build the chosen weeks, with their progress beside the run."""
    logger, total = get_run_logger(), len(plan.chosen)
    artifact = create_progress_artifact(0.0, key="backfill-progress")
    number = artifact if isinstance(artifact, UUID) else None

    def told(outcome: Outcome) -> None:
        said = (outcome.product, outcome.week_label, outcome.state, outcome.error)
        logger.info("%s %s: %s %s", *said)
        if number is not None:
            update_progress_artifact(number, 100.0 * len(run.outcomes) / total)

    return run.run(plan, told=told)


def _show(key: str, rows: list[dict[str, Any]]) -> None:
    create_table_artifact(key=key, table=rows)


def _planned(plan: BackfillPlan, place: int) -> dict[str, Any]:
    one = plan.weeks[place]
    return {
        "product": one.entry.product,
        "week": one.entry.week_label,
        "state": one.entry.state,
        "build": one.build,
        "why": one.why,
    }


def _concluded(one: Outcome) -> dict[str, Any]:
    return {
        "product": one.product,
        "week": one.week_label,
        "state": one.state,
        "error": one.error,
    }

"""What a schedule means: which week is due, and how long a run may keep it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from reports.errors import ConfigError
from reports.kpis.gate import incomplete_reason
from reports.releasing import LEASE_S
from reports.values.gate import GateVerdict
from reports.values.job import Request
from reports.values.publishing import Admission, week_due
from reports.values.workspace import Workspace

LEASE_VARIABLE = "PRODUCT_REVIEW_LEASE_S"


def due_requests(workspace: Workspace, request: Request, due: datetime) -> tuple[Request, ...]:
    """Return what a run that was due at an instant is to build.

    Without a week each product's is the last that was over in its own zone when the run was due,
    however late the run begins.
    """
    if request.week or request.as_of is not None:
        return (request,)
    chosen = [one for one in workspace.products if request.product in ("", one.name)]
    if not chosen:
        return (request,)
    return tuple(
        replace(request, week=week_due(one.calendar, due), product=one.name) for one in chosen
    )


def lease_seconds(environment: Mapping[str, str]) -> float:
    """Return how long a week stays taken after its run died.

    Raises: ConfigError for anything but a number of seconds from 2 to 3600.
    """
    text = environment.get(LEASE_VARIABLE, str(LEASE_S))
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 2 <= seconds <= 3600:
        raise ConfigError(
            f"{LEASE_VARIABLE} is no length of a lease",
            where="the environment",
            expected="seconds from 2 to 3600",
            got=text,
        )
    return seconds


def gate_text(verdict: GateVerdict, admission: Admission) -> str:
    """Return the verdict on a week as Markdown: what follows, and each look at each relation."""
    until = f" until {admission.deadline.isoformat()}" if admission.deadline else ""
    head = "complete" if verdict.complete else incomplete_reason(verdict)
    lines = [f"**{admission.step}**{until}: {head}", "", "| relation | look | complete |"]
    lines += ["|---|---|---|"]
    lines += [
        f"| {one.relation} | {one.kind} | {'yes' if one.complete else 'no'} |"
        for one in verdict.checks
    ]
    return "\n".join(lines)

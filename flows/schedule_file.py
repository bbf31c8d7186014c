"""`prefect.yaml` as frozen values, filled with what a workspace says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from reports.errors import ConfigError
from reports.values.publishing import Schedule
from reports.values.workspace import Workspace

FILE = Path(__file__).with_name("prefect.yaml")
PLACEHOLDER = "{{ $PRODUCT_REVIEW_WORKSPACE }}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A schedule of a deployment; its slug is its name on the server."""

    slug: str
    cron: str
    zone: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the file says of one deployment."""

    name: str
    entrypoint: str
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, object]
    slots: tuple[Slot, ...]
    limit: int
    collision: str
    pool: str
    queue: str

    @property
    def full_name(self) -> str:
        """Return flow and deployment as Prefect calls them; a flow is named by its module.

        Example: "weekly/production"
        """
        return f"{self.entrypoint.split('.')[-2]}/{self.name}"


def read_deployments(text: str) -> tuple[Deployment, ...]:
    """Return the deployments of the file.

    Raises: ConfigError when something a deployment needs is not there.
    """
    try:
        return tuple(_deployment(entry) for entry in yaml.safe_load(text)["deployments"])
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise ConfigError(
            "the file of deployments cannot be read",
            where=FILE.name,
            expected="deployments with name, entrypoint, schedules, concurrency_limit, work_pool",
            got=f"{type(error).__name__}: {error}",
        ) from error


def deployments_of(workspace: Workspace, text: str) -> tuple[Deployment, ...]:
    """Return the deployments of a workspace: the file's, with its own folder, times and zone."""
    return tuple(
        replace(
            one,
            parameters={
                name: str(workspace.root) if value == PLACEHOLDER else value
                for name, value in one.parameters.items()
            },
            slots=tuple(_filled(slot, workspace.schedule) for slot in one.slots),
        )
        for one in read_deployments(text)
    )


def _filled(slot: Slot, schedule: Schedule) -> Slot:
    """Put the workspace's own times in; those that are not its business stay."""
    own = {
        "weekly": _cron(schedule.weekly.at, str((schedule.weekly.weekday + 1) % 7)),
        "daily": _cron(schedule.watch_at, "*"),
    }
    return replace(slot, cron=own.get(slot.slug, slot.cron), zone=schedule.zone)


def _cron(at: time, weekday: str) -> str:
    return f"{at.minute} {at.hour} * * {weekday}"


def _deployment(entry: Mapping[str, Any]) -> Deployment:
    limit, pool = entry["concurrency_limit"], entry["work_pool"]
    return Deployment(
        name=entry["name"],
        entrypoint=entry["entrypoint"],
        description=entry["description"],
        tags=tuple(entry["tags"]),
        parameters=dict(entry["parameters"]),
        slots=_slots(entry["schedules"]),
        limit=limit["limit"],
        collision=limit["collision_strategy"],
        pool=pool["name"],
        queue=pool["work_queue_name"],
    )


def _slots(entries: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    return tuple(
        Slot(one["slug"], str(one["cron"]), one["timezone"], one["active"]) for one in entries
    )

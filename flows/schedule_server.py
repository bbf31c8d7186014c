"""Make a Prefect server hold exactly the deployments of a file, or serve them on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from prefect import serve
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    DeploymentScheduleUpdate,
    DeploymentUpdate,
    WorkPoolCreate,
)
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    ConcurrencyOptions,
)
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.utilities.callables import parameter_schema

from flows.schedule_file import Deployment, Slot
from reports import __version__
from reports.errors import ConfigError

TAG = "product-review"
_PRIORITY = {"weekly": 1, "backfill": 10}
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a deployment or one of its schedules."""

    name: str
    done: str


def deploy(deployments: Sequence[Deployment], *, take_over: bool = False) -> tuple[Change, ...]:
    """Make the server's deployments and schedules equal to the given ones.

    Raises: ConfigError without a server, or where the deployments are another workspace's.
    """
    if not PREFECT_API_URL.value():
        raise ConfigError(
            "no Prefect server is configured",
            where="PREFECT_API_URL",
            expected="the address of its API, such as http://localhost:4200/api",
            next_step="prefect server start, or product-review serve for this machine alone",
        )
    with get_client(sync_client=True) as client:
        known = _known(client)
        if not take_over:
            _refuse_others(deployments, known)
        changes = [*_queues(client, deployments)]
        for one in deployments:
            changes += _register(client, one, known.get(one.full_name))
        wanted = {one.full_name for one in deployments}
        for name in sorted(set(known) - wanted):
            client.delete_deployment(known[name].id)
            changes.append(Change(name, "removed"))
    return tuple(changes)


def serve_all(deployments: Sequence[Deployment]) -> None:
    """Run the schedules in this process until it is stopped, without a work pool."""
    serve(*map(_runner_deployment, deployments), limit=_AT_ONCE)


def _runner_deployment(one: Deployment) -> RunnerDeployment:
    strategy = ConcurrencyLimitStrategy(one.collision)
    return RunnerDeployment.from_entrypoint(
        entrypoint=one.entrypoint,
        name=one.name,
        schedules=[
            Cron(slot.cron, timezone=slot.zone, slug=slot.slug, active=slot.active)
            for slot in one.slots
        ],
        concurrency_limit=ConcurrencyLimitConfig(limit=one.limit, collision_strategy=strategy),
        parameters=dict(one.parameters),
        description=one.description,
        tags=list(one.tags),
        version=__version__,
        enforce_parameter_schema=True,
    )


def _known(client: SyncPrefectClient) -> dict[str, DeploymentResponse]:
    """Return our deployments on the server by their full names."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    found = {}
    for one in client.read_deployments(deployment_filter=ours):
        found[f"{client.read_flow(one.flow_id).name}/{one.name}"] = one
    return found


def _refuse_others(deployments: Sequence[Deployment], known: dict[str, DeploymentResponse]) -> None:
    ours = {str(one.parameters.get("workspace", "")) for one in deployments}
    theirs = {str(one.parameters.get("workspace", "")) for one in known.values()} - ours
    if theirs:
        raise ConfigError(
            "the server holds the deployments of another workspace",
            where=str(PREFECT_API_URL.value()),
            expected=", ".join(sorted(ours)),
            got=", ".join(sorted(theirs)),
            next_step="use a server for each workspace, or --take-over to replace them",
        )


def _queues(client: SyncPrefectClient, deployments: Sequence[Deployment]) -> list[Change]:
    """Create the work pool and its queues where they are not there; backfills come last."""
    changes = []
    for pool in dict.fromkeys(one.pool for one in deployments):
        try:
            client.read_work_pool(pool)
        except ObjectNotFound:
            client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
            changes.append(Change(pool, "work pool created"))
    for pool, queue in dict.fromkeys((one.pool, one.queue) for one in deployments):
        try:
            client.create_work_queue(
                name=queue, work_pool_name=pool, priority=_PRIORITY.get(queue, 5)
            )
        except ObjectAlreadyExists:
            continue
        changes.append(Change(f"{pool}/{queue}", "queue created"))
    return changes


def _register(
    client: SyncPrefectClient, one: Deployment, known: DeploymentResponse | None
) -> list[Change]:
    flow = cast("Flow[..., object]", load_flow_from_entrypoint(one.entrypoint))
    options = ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy(one.collision))
    said: dict[str, Any] = {
        "version": __version__,
        "description": one.description,
        "parameters": dict(one.parameters),
        "tags": list(one.tags),
        "concurrency_limit": one.limit,
        "concurrency_options": options,
        "work_pool_name": one.pool,
        "work_queue_name": one.queue,
        "entrypoint": one.entrypoint,
        "pull_steps": [],
        "enforce_parameter_schema": True,
        "parameter_openapi_schema": parameter_schema(flow).model_dump(exclude_unset=True),
    }
    if known is None:
        client.create_deployment(
            flow_id=client.create_flow_from_name(flow.name),
            name=one.name,
            schedules=[_create(slot) for slot in one.slots],
            **said,
        )
        return [Change(one.full_name, "created")]
    gone = _drop_schedules(client, one, known)
    schedules = [_update(slot) for slot in one.slots]
    update = DeploymentUpdate.model_validate(said | {"schedules": schedules})
    client.update_deployment(known.id, update)
    return [*gone, Change(one.full_name, "updated")]


def _drop_schedules(
    client: SyncPrefectClient, one: Deployment, known: DeploymentResponse
) -> list[Change]:
    """Remove schedules that the file does not have; nothing else ever removes them."""
    slugs = {slot.slug for slot in one.slots}
    changes = []
    for schedule in client.read_deployment_schedules(known.id):
        if schedule.slug not in slugs:
            client.delete_deployment_schedule(known.id, schedule.id)
            changes.append(Change(f"{one.full_name} {schedule.slug or ''}".strip(), "unscheduled"))
    return changes


def _cron(slot: Slot) -> CronSchedule:
    return CronSchedule(cron=slot.cron, timezone=slot.zone)


def _create(slot: Slot) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(schedule=_cron(slot), active=slot.active, slug=slot.slug)


def _update(slot: Slot) -> DeploymentScheduleUpdate:
    return DeploymentScheduleUpdate(schedule=_cron(slot), active=slot.active, slug=slot.slug)

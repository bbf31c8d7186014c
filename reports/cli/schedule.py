"""`serve` and `deploy`: the schedules of a workspace, on this machine or on a Prefect server."""

from os import environ
from typing import Annotated

import typer

from reports.cli.application import app
from reports.cli.options import HERE, WorkspaceFolder, open_workspace
from reports.cli.terminal import print_table


@app.command()
def serve(workspace: WorkspaceFolder = HERE) -> None:
    """Run the workspace's schedules on this machine until Ctrl-C; no work pool is needed.

    Example: product-review serve --workspace reviews
    """
    loaded = open_workspace(workspace)
    _be_quiet()
    from flows.schedule_file import FILE, deployments_of  # noqa: PLC0415 - as in `run`
    from flows.schedule_server import serve_all  # noqa: PLC0415 - Prefect takes a second

    found = deployments_of(loaded, FILE.read_text())
    rows = [(one.full_name, slot.cron, slot.zone) for one in found for slot in one.slots]
    print_table(("deployment", "cron", "zone"), rows)
    serve_all(found)


@app.command()
def deploy(
    workspace: WorkspaceFolder = HERE,
    *,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Replace those of another workspace.")
    ] = False,
) -> None:
    """Make the configured Prefect server hold exactly this workspace's deployments.

    Example: product-review deploy --workspace reviews
    """
    loaded = open_workspace(workspace)
    _be_quiet()
    from flows.schedule_file import FILE, deployments_of  # noqa: PLC0415 - as in `run`
    from flows.schedule_server import deploy as register  # noqa: PLC0415 - as above

    changes = register(deployments_of(loaded, FILE.read_text()), take_over=take_over)
    print_table(("what", "done"), [(one.name, one.done) for one in changes])


def _be_quiet() -> None:
    environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    environ.setdefault("DO_NOT_TRACK", "1")

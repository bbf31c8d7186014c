"""Schedules, kills and several workers on a real local Prefect server."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import pipeline
from reports.config import load_workspace
from reports.values.ledger import PublishedReview
from tests.flows.prefect_server import Machine, machine, wait_until
from tests.small import FIRST_DAY, make_small

pytestmark = pytest.mark.slow

PRODUCTS = ("bot", "twin")
WEEKS = [f"2026-W{number}" for number in range(35, 47)]


def make_workspace(folder: Path, *, ledger: str = "") -> Path:
    """Write a workspace of two products with data up to yesterday."""
    make_small(folder, days=(datetime.now(UTC) - FIRST_DAY).days)
    text = (folder / "review.toml").read_text()
    second = text[text.index("[products.bot]") :].replace("products.bot", "products.twin")
    more = f'[ledger]\nurl = "{ledger}"\n' if ledger else ""
    (folder / "review.toml").write_text(
        text.replace("[calendar]", f"{more}[calendar]") + second.replace('"Bot"', '"Twin"')
    )
    return folder


def published(folder: Path) -> tuple[PublishedReview, ...]:
    """Return what stands in the ledger of a workspace."""
    return pipeline.published_reviews(load_workspace(folder, {}))


def start(server: Machine, deployment: str, **parameters: object) -> str:
    """Ask for a run of a deployment and return its id."""
    return server.run(
        "from prefect.deployments import run_deployment\nimport json\n"
        f"given = json.loads({json.dumps(json.dumps(parameters))})\n"
        f"print(run_deployment({deployment!r}, parameters=given, timeout=0).id)\n"
    ).strip()


def state_of(server: Machine, run: str) -> str:
    """Return the name of the state of a run."""
    return server.run(
        "from prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n"
        f"    print(client.read_flow_run({run!r}).state.name)\n"
    ).strip()


def deploy(server: Machine, folder: Path, *, slug: str = "", cron: str = "") -> list[str]:
    """Deploy a workspace, the weekly slot exchanged where one is given; return what was done."""
    script = (
        "from dataclasses import replace\nfrom pathlib import Path\n"
        "from flows.schedule_file import FILE, Slot, deployments_of\n"
        "from flows.schedule_server import deploy\n"
        "from reports.config import load_workspace\n"
        f"found = deployments_of(load_workspace(Path({str(folder)!r}), {{}}), FILE.read_text())\n"
        f"slug, cron = {slug!r}, {cron!r}\n"
        "if slug:\n"
        "    found = [replace(one, slots=(Slot(slug, cron, 'UTC'),)) "
        "if one.full_name == 'weekly/production' else one for one in found]\n"
        "print('\\n'.join(f'{one.name}: {one.done}' for one in deploy(found)))\n"
    )
    return server.run(script).splitlines()


def schedules(server: Machine) -> dict[str, list[list[str]]]:
    """Return the schedules of each deployment on the server."""
    script = (
        "import json\nfrom prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n"
        "    print(json.dumps({client.read_flow(one.flow_id).name + '/' + one.name: "
        "[[s.slug, s.schedule.cron, s.schedule.timezone] for s in one.schedules] "
        "for one in client.read_deployments()}))\n"
    )
    return dict(json.loads(server.run(script)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Return a server for all tests of this module."""
    with machine(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of two products."""
    return make_workspace(tmp_path_factory.mktemp("workspace"))


def test_a_scheduled_run_fires_and_removed_schedules_are_removed(server: Machine, folder: Path):
    """A cron of every minute publishes the last whole week; the file's own takes its place."""
    calendar = load_workspace(folder, {}).products[0].calendar
    week = calendar.week_label(calendar.last_complete_week(datetime.now(UTC)))
    deploy(server, folder, slug="every-minute", cron="* * * * *")
    worker = server.start_worker()

    wait_until(lambda: len(published(folder)) == len(PRODUCTS), 150)
    done = deploy(server, folder)
    server.kill(worker)

    assert {(name, week, 1) for name in PRODUCTS} == {
        (one.key.product, one.key.week_label, one.key.revision) for one in published(folder)
    }
    assert "weekly/production every-minute: unscheduled" in done
    assert {
        "weekly/production": [["weekly", "0 7 * * 1", "Europe/Berlin"]],
        "weekly/on-demand": [],
        "weekly/resume-held": [["half-hourly", "*/30 * * * *", "Europe/Berlin"]],
        "send/due": [["ten-minutely", "*/10 * * * *", "Europe/Berlin"]],
        "backfill/on-demand": [],
        "watch/daily": [["daily", "30 6 * * *", "Europe/Berlin"]],
    } == schedules(server)


def test_a_killed_backfill_is_finished_by_another_worker(server: Machine, folder: Path):
    """All of a worker's processes die in the middle; the same command on another does the rest."""
    asked = {"workspace": str(folder), "first": WEEKS[0], "last": WEEKS[-1], "workers": 2}
    before = len(published(folder))
    first = server.start_worker()
    killed = start(server, "backfill/on-demand", **asked)
    wait_until(lambda: len(published(folder)) >= before + 3, 150, every_s=0.2)

    server.kill(first)
    left = len(WEEKS) * len(PRODUCTS) + before - len(published(folder))
    server.start_worker()
    again = start(server, "backfill/on-demand", **asked)
    wait_until(lambda: state_of(server, again) == "Completed", 240, every_s=3)
    found = Counter((one.key.product, one.key.week_label) for one in published(folder))

    assert 0 < left
    assert "Completed" != state_of(server, killed)
    assert {(name, week) for name in PRODUCTS for week in WEEKS} <= set(found)
    assert {1} == set(found.values())
    loaded = load_workspace(folder, {})
    assert [()] * len(found) == [pipeline.verify_review(loaded, one) for one in published(folder)]


def test_two_workers_share_a_ledger_on_postgresql(
    server: Machine, tmp_path: Path, postgres_url: str
):
    """A backfill and a weekly run want the same week at once; it is published once."""
    shared = make_workspace(tmp_path / "shared", ledger=postgres_url)
    server.start_worker()
    runs = [
        start(
            server, "backfill/on-demand", workspace=str(shared), first="2026-W44", last="2026-W46"
        ),
        start(server, "weekly/on-demand", workspace=str(shared), week="2026-W46"),
    ]
    wait_until(lambda: {"Completed"} == {state_of(server, run) for run in runs}, 240, every_s=3)

    found = Counter((one.key.product, one.key.week_label) for one in published(shared))
    weeks = ("2026-W44", "2026-W45", "2026-W46")
    assert Counter(dict.fromkeys(((name, week) for name in PRODUCTS for week in weeks), 1)) == found

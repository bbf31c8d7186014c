"""From the schedule to the reader: the demo's week is due, passes its gate, and arrives by mail."""

import json
import socket
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from reports import mailing, pipeline
from reports.config import load_workspace
from reports.demo import DEMO_WEEK, build_demo
from reports.rendering import format_value
from tests.delivery.conftest import Desk
from tests.flows.prefect_server import Machine, machine, wait_until

pytestmark = pytest.mark.slow

DUE = "2026-11-16T07:00:00+01:00"
READERS = {"leads@acme.example", "team@acme.example", "models@acme.example"}


@pytest.fixture
def desk() -> Iterator[tuple[Desk, int]]:
    """Serve mail on this machine; give the desk and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = Desk()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, port
    controller.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Machine]:
    """Return a server of our own."""
    (tmp_path / "server").mkdir()
    with machine(tmp_path / "server") as found:
        yield found


def fire(server: Machine, folder: Path) -> None:
    """Deploy the workspace's schedules, and let the server hold the run of a past Monday."""
    server.run(
        "from datetime import datetime\nfrom pathlib import Path\n"
        "from prefect.deployments import run_deployment\n"
        "from flows.schedule_file import FILE, deployments_of\n"
        "from flows.schedule_server import deploy\n"
        "from reports.config import load_workspace\n"
        f"deploy(deployments_of(load_workspace(Path({str(folder)!r}), {{}}), FILE.read_text()))\n"
        f"due = datetime.fromisoformat({DUE!r})\n"
        "run_deployment('weekly/production', scheduled_time=due, timeout=0)\n"
    )


def parsed(content: bytes) -> EmailMessage:
    """Read a message as a mail program does."""
    return BytesParser(policy=policy.default).parsebytes(content)


def part_of(message: EmailMessage, kind: str) -> bytes:
    """Return the content of the first part of a kind."""
    return next(one for one in message.walk() if one.get_content_type() == kind).get_payload(
        decode=True
    )


def test_a_due_week_is_built_archived_and_mailed(
    server: Machine, desk: tuple[Desk, int], tmp_path: Path
):
    """HTML and PDF of the mail are the archive's bytes, and its numbers those of review.json."""
    taken, port = desk
    folder = tmp_path / "demo"
    build_demo(folder)
    review = folder / "review.toml"
    text = review.read_text().replace("port = 2525", f"port = {port}\nwithin_days = 3650")
    review.write_text(text.replace('host = "localhost"', 'host = "127.0.0.1"'))
    fire(server, folder)
    server.start_worker()
    wait_until(lambda: READERS <= {to for to, _ in taken.received}, 240)

    workspace = load_workspace(folder, {})
    (published,) = pipeline.published_reviews(workspace)
    place = pipeline.review_folder(workspace, published)
    assert (DEMO_WEEK, 1) == (published.key.week_label, published.key.revision)
    assert sorted(READERS) == sorted(to for to, _ in taken.received)
    wait_until(
        lambda: {"accepted"} == {one.state for one in mailing.delivery_receipts(workspace)}, 20
    )
    numbers = json.loads((place / "review.json").read_bytes())["kpis"]
    for to, content in taken.received:
        stem = "summary" if to.startswith("leads") else "full"
        pdf = place / ("summary.pdf" if stem == "summary" else "review.pdf")
        message, archived = parsed(content), parsed((place / f"{stem}.eml").read_bytes())
        page = part_of(message, "text/html")

        assert part_of(message, "application/pdf") == pdf.read_bytes()
        assert page == part_of(archived, "text/html")
        for name in ("acceptance_share", "latency_p95", "active_users"):
            kpi = numbers[name]
            told = format_value(kpi["box"]["last_week"]["value"], kpi["unit"])
            assert told in unescape(page.decode())

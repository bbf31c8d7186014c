"""A published review with its messages, and mail servers on this machine."""

import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from reports import pipeline
from reports.config import load_workspace
from reports.values.job import Built, Request
from reports.values.ledger import PublishedReview
from reports.values.workspace import Workspace
from tests.small import make_small

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
WEEK = "2026-W46"
MAIL = """
[mail]
host = "127.0.0.1"
port = 25
security = "none"
sender = "reviews@acme.example"
sender_name = "Ämce AI"
list_id = "bot-review.acme.example"
domains = ["acme.example"]
archive_url = "https://reviews.acme.example"
[[audiences]]
name = "leads"
recipients = ["ada@acme.example", "ben@acme.example"]
edition = "summary"
reply_to = "pm@acme.example"
"""


@dataclass
class Desk:
    """What a server was handed, and how it answers: by recipient, at the message, or not at all."""

    refuse: dict[str, str] = field(default_factory=dict)
    at_data: str = ""
    drop: str = ""
    received: list[tuple[str, bytes]] = field(default_factory=list)
    server: SMTP | None = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Answer to a recipient."""
        if self.drop == "rcpt":
            server.transport.close()
            return "250 gone"
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Answer to a message."""
        if self.drop == "before":
            server.transport.close()
            return "250 gone"
        if self.at_data:
            return self.at_data
        self.received.append((envelope.rcpt_tos[0], envelope.original_content))
        if self.drop == "after":
            server.transport.close()
        return "250 2.0.0 queued"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish one review of the small workspace, with its messages."""
    folder = make_small(tmp_path_factory.mktemp("mail") / "small")
    review = folder / "review.toml"
    text = review.read_text()
    review.write_text(text.replace("[warehouse]", f"{MAIL}[warehouse]", 1))
    workspace = load_workspace(folder, {})
    (job,) = pipeline.plan(workspace, Request(WEEK), now=NOW, new_run_id=lambda: "run")
    pipeline.begin(job, "weekly")
    extraction = pipeline.read_facts(job)
    written = pipeline.write_review(job, extraction)
    files = pipeline.render(workspace, [written])[0]
    pipeline.publish_review(Built(job, extraction, written, files), finished_at=NOW)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the published workspace."""
    return shutil.copytree(published, tmp_path / "small")


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Return a desk without a server yet."""
    return Desk()


@pytest.fixture
def serve(desk: Desk) -> Iterator[Callable[..., int]]:
    """Return what starts a server for the desk and gives its port."""
    running: list[Controller] = []

    def start(**options: object) -> int:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(desk, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def opened(folder: Path, serve: Callable[..., int]) -> Workspace:
    """Return the workspace with a plain server on this machine."""
    return with_port(load_workspace(folder, {}), serve())


def with_port(workspace: Workspace, port: int, **changes: object) -> Workspace:
    """Return the workspace with another server."""
    assert workspace.mail is not None
    return replace(workspace, mail=replace(workspace.mail, port=port, **changes))


def review_of(workspace: Workspace) -> PublishedReview:
    """Return the published review."""
    return pipeline.find_reviews(workspace, "bot", WEEK)[0]


@dataclass(frozen=True)
class Certificates:
    """A certificate for this machine, and the context that trusts it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="session")
def certificates() -> Certificates:
    """Make a certificate authority and a certificate for localhost."""
    authority = trustme.CA()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return Certificates(server, client)


def authenticate(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    """Know one user."""
    known = (data.login, data.password) == (b"reviews", b"secret")
    return AuthResult(success=known, handled=False)

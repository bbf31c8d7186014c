"""A Prefect server and process workers of our own, on this machine alone."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

QUICK = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_WORKER_PREFETCH_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "2",
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "30",
    "PREFECT_SERVER_CONCURRENCY_MAXIMUM_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
    "PRODUCT_REVIEW_LEASE_S": "6",
    "DO_NOT_TRACK": "1",
    "NO_COLOR": "1",
}
STARTED_WITHIN_S = 90.0


@dataclass(slots=True)
class Machine:
    """A running server with its workers; `environment` is what its clients need."""

    environment: Mapping[str, str]
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker that takes from all queues, in a process group of its own."""
        words = ["worker", "start", "--pool", "product-review", "--type", "process"]
        worker = self._started(*words, log=f"worker-{len(self.workers)}")
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker and everything it started, at once."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=30)

    def run(self, script: str) -> str:
        """Run Python against the server and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout

    def _started(self, *words: str, log: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{log}.log").open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "prefect", *words],
                env=dict(self.environment),
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Start a server on a free port and stop it with its workers afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    home = {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_API_URL": address}
    root = str(Path(__file__).resolve().parents[2])
    found = Machine({**os.environ, **QUICK, **home, "PYTHONPATH": root}, folder)
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    server = found._started(*words, log="server")
    try:
        wait_until(lambda: _answers(f"{address}/health"), STARTED_WITHIN_S)
        yield found
    finally:
        for one in (*found.workers, server):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait(timeout=30)


def wait_until(is_so: Callable[[], bool], within_s: float, *, every_s: float = 0.5) -> None:
    """Wait until something is so, or fail."""
    until = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until, f"not so within {within_s:.0f} s"
        time.sleep(every_s)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 loopback, our own
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False

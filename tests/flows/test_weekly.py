"""The weekly flow, as started by hand and by a schedule."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small import make_small

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "reports.cli"]
AS_OF = "2026-11-16T06:00:00+00:00"


def product_review(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, in a process of its own."""
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Publish a week of the small workspace once and return folder and output."""
    folder = make_small(tmp_path_factory.mktemp("small"))
    done = product_review("run", "--workspace", str(folder), "--week", "2026-W46", "--as-of", AS_OF)

    assert (0, "") == (done.returncode, done.stderr)
    return folder, done.stdout


def test_a_run_names_week_revision_and_files(published: tuple[Path, str]):
    """The output says what was published and where it lies."""
    folder, output = published
    lines = output.splitlines()

    assert "bot 2026-W46: published r1" == lines[0]
    assert [
        (folder / "archive" / "bot" / "2026" / "2026-W46" / "r1" / name).resolve()
        for name in ("review.html", "review.pdf")
    ] == [Path(x.strip()) for x in lines[1:3]]
    assert all(Path(line.strip()).is_file() for line in lines[1:3])


def test_a_published_week_is_left_alone(published: tuple[Path, str]):
    """A second run exits 0, says so and writes nothing."""
    folder, _ = published
    before = {path: path.stat().st_mtime_ns for path in (folder / "archive").rglob("*")}

    done = product_review("run", "--workspace", str(folder), "--week", "2026-W46")

    assert 0 == done.returncode
    assert "bot 2026-W46: already published r1" in done.stdout
    assert before == {path: path.stat().st_mtime_ns for path in (folder / "archive").rglob("*")}


def test_status_and_verify_know_the_review(published: tuple[Path, str]):
    """Both speak of the archived revision, for people and for programs."""
    folder, _ = published

    status = json.loads(product_review("status", "--workspace", str(folder), "--json").stdout)
    verify = product_review("verify", "2026-W46", "--workspace", str(folder))

    assert [("bot", "2026-W46", "built", 1)] == [
        (row["product"], row["week"], row["state"], row["revision"])
        for row in status
        if row["revision"]
    ]
    assert (0, "bot 2026-W46 r1: unchanged\n") == (verify.returncode, verify.stdout)


def test_a_failed_review_gives_an_exit_code_and_a_reason(published: tuple[Path, str]):
    """A week without data fails with its message and no traceback."""
    folder, _ = published

    done = product_review("run", "--workspace", str(folder), "--week", "2026-W10")

    assert 5 == done.returncode
    assert "bot 2026-W10: failed" in done.stdout
    assert "no data for 2026-W10" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_run_is_named_after_its_week_and_leaves_an_artifact(published: tuple[Path, str]):
    """Prefect's own records hold the name and the headline numbers."""
    script = (
        "from prefect.client.orchestration import get_client\n"
        "import json\n"
        "with get_client(sync_client=True) as client:\n"
        "    names = [run.name for run in client.read_flow_runs()]\n"
        "    texts = [item.data for item in client.read_artifacts()]\n"
        "print(json.dumps([names, texts]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    names, texts = json.loads(done.stdout.splitlines()[-1])

    assert "weekly-2026-W46" in names
    assert any("Active users" in text and "r1" in text for text in texts)

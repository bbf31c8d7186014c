"""One run of many products: what is wrong with one does not stop the others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bad_input.answers import AS_OF, published, visible

pytestmark = pytest.mark.slow

GOOD = """
[products.{name}]
dimensions = ["plan"]
[products.{name}.relations.events]
table = "{table}"
columns = {{ user_id = "{user}", occurred_at = "at", name = "what" }}
dimensions = ["plan"]
"""
FAULTS = {
    "lost": ("nolog", "who", "nolog cannot be read"),
    "naive": ("naive", "who", "times without a zone"),
    "empty": ("empty", "who", "empty has no data for 2026-W46"),
}


@pytest.fixture
def many(small: Path, alter) -> Path:
    """Return a workspace with one product that is right and three that are not."""
    columns = "(who TEXT, at TEXT, what TEXT, plan TEXT)"
    alter(
        f"CREATE TABLE empty {columns}",
        f"CREATE TABLE naive {columns}",
        "INSERT INTO naive VALUES ('ada', '2026-11-10 10:00:00', 'message', 'free')",
    )
    more = [
        GOOD.format(name=name, table=table, user=user) for name, (table, user, _) in FAULTS.items()
    ]
    (small / "review.toml").write_text((small / "review.toml").read_text() + "".join(more))
    return small


def test_a_run_publishes_what_is_right_and_tells_what_is_not(many: Path, tmp_path: Path):
    """Every fault is told under its product, the exit code is not zero, one review is there."""
    words = ["run", "--workspace", str(many), "--week", "2026-W46", "--as-of", AS_OF]
    done = subprocess.run(
        [sys.executable, "-m", "reports.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"PREFECT_HOME": str(tmp_path / "prefect"), "NO_COLOR": "1"},
        cwd=Path(__file__).resolve().parents[2],
    )
    lines = done.stdout.splitlines()

    assert 5 == done.returncode
    assert "bot 2026-W46: published r1" in lines
    assert [] == [name for name in FAULTS if f"{name} 2026-W46: failed" not in lines]
    assert [] == [words for *_, words in FAULTS.values() if words not in done.stderr]
    assert "Traceback" not in done.stdout + done.stderr
    assert ["bot"] == [review.key.product for review in published(many)]
    assert [] == [path for path in visible(many / "archive") if path.split("/")[0] in FAULTS]

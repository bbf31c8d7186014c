"""A wheel built from the checkout works elsewhere, with queries and templates inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.small import make_small

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def test_queries_templates_and_starters_travel_in_the_wheel(wheel: Path):
    """All files that the program reads at run time are inside."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = [
        *(ROOT / "sql").rglob("*.sql"),
        *(path for path in (ROOT / "templates").rglob("*") if path.is_file()),
    ]

    assert [] == [p for p in wanted if f"reports/{p.relative_to(ROOT).as_posix()}" not in names]
    assert {"reports/config/starter/review.toml", "reports/demo/files/review.toml"} <= names
    assert {"flows/weekly.py", "reports/rendering/locale/de/LC_MESSAGES/messages.po"} <= names


def test_an_installed_wheel_builds_a_review(wheel: Path, tmp_path: Path):
    """Away from the checkout, the command makes HTML and PDF."""
    place = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", str(place), str(wheel)], check=True, timeout=120)
    folder = make_small(tmp_path / "small")
    done = subprocess.run(
        [sys.executable, "-m", "reports.cli", "preview", "--week", "2026-W46",
         "--workspace", str(folder)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(place)}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = [Path(line.strip()) for line in done.stdout.splitlines()[1:]]

    assert (0, "") == (done.returncode, done.stderr)
    assert ["review.html", "review.pdf"] == [line.name for line in lines]
    assert all(line.is_file() for line in lines)

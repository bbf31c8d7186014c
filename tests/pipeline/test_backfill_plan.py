"""What a backfill says before it begins."""

from pathlib import Path

from typer.testing import CliRunner

from reports.cli.app import app
from tests.small import make_small

WEEKS = ("2026-W43", "2026-W46")


def test_the_plan_counts_what_each_week_asks_for_itself(tmp_path: Path):
    """Only as of the schedule, and only where rows say when they became known."""
    folder = make_small(tmp_path / "small")
    plain = CliRunner().invoke(app, _dry(folder))
    scheduled = CliRunner().invoke(app, _dry(folder, "--as-of-schedule"))
    review = folder / "review.toml"
    review.write_text(review.read_text().replace('table = "log"', 'table = "log"\nknown_at = "at"'))
    late = CliRunner().invoke(app, _dry(folder, "--as-of-schedule"))

    assert "asked again" not in plain.output
    assert "bot: 0 queries are asked again for each week" in scheduled.output
    again = int(late.output.split("bot: ")[-1].split(" ")[0])
    assert again > 1


def _dry(folder: Path, *words: str) -> list[str]:
    weeks = ["--from", WEEKS[0], "--to", WEEKS[-1]]
    return ["backfill", *weeks, "--dry-run", *words, "--workspace", str(folder)]

"""`site`: the archive of a workspace becomes pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reports import pipeline
from reports.cli.app import app
from reports.config import load_workspace
from reports.errors import ArchiveError, ConfigError
from reports.rendering import review_to_json
from reports.values.job import Built, Request
from tests.small import make_small

AS_OF = datetime(2026, 11, 16, 6, tzinfo=UTC)
Runner = Callable[..., Result]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small workspace with two published weeks; their documents are stand-ins."""
    folder = make_small(tmp_path_factory.mktemp("site") / "small")
    loaded = load_workspace(folder, {})
    for week in ("2026-W45", "2026-W46"):
        (job,) = pipeline.plan(
            loaded, Request(week, "", AS_OF), now=AS_OF, new_run_id=lambda week=week: week
        )
        extraction = pipeline.read_facts(job)
        review = pipeline.write_review(job, extraction)
        files = {"review.json": review_to_json(review), "review.html": b"<p>", "review.pdf": b"%"}
        pipeline.begin(job, "single")
        pipeline.publish_review(Built(job, extraction, review, files), finished_at=AS_OF)
    return folder


@pytest.fixture(scope="module")
def site(workspace: Path) -> Runner:
    """Return what runs the command."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["site", "--workspace", str(workspace), *words])

    return run


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_command_explains_itself_with_an_example():
    """`--help` works without a workspace."""
    result = CliRunner().invoke(app, ["site", "--help"])

    assert 0 == result.exit_code
    assert "Example: product-review site --workspace demo" in result.output


def test_site_stands_in_the_workspace(site: Runner, workspace: Path):
    """Without --to it is site/; the command says what it covers, and the archive stays as it is."""
    before = files_in(workspace / "archive")
    result = site()
    index = workspace / "site" / "index.html"

    assert (0, ["site: 2 reviews, 1 product, 2 weeks", f"  {index}"]) == (
        result.exit_code,
        result.output.splitlines(),
    )
    assert "../archive/bot/2026/2026-W46/r1/review.html" in index.read_text()
    for page in ("weeks/2026-W45.html", "products/bot.html", "products/bot/messages.html"):
        assert (workspace / "site" / page).is_file()
    assert before == files_in(workspace / "archive")


def test_site_stands_where_it_is_asked_for(site: Runner, workspace: Path, tmp_path: Path):
    """With --to it is anywhere, and its links lead back to the archive."""
    result = site("--to", str(tmp_path / "x" / ".." / "pages"))
    index = tmp_path / "pages" / "index.html"
    link = index.read_text().split('href="..')[1].split('"')[0]

    assert 0 == result.exit_code
    assert (index.parent / f"..{link}").resolve().is_relative_to(workspace.resolve())


def test_same_archive_gives_the_same_bytes(site: Runner, workspace: Path):
    """Two sites at the same distance from the archive are equal."""
    for place in ("first", "second"):
        assert 0 == site("--to", str(workspace / place)).exit_code

    assert files_in(workspace / "first") == files_in(workspace / "second")


def test_foreign_folder_is_refused(site: Runner, tmp_path: Path):
    """A folder with other files is an error with a next step, and is left alone."""
    (tmp_path / "notes.txt").write_text("mine")
    result = site("--to", str(tmp_path))

    assert isinstance(result.exception, ConfigError)
    assert "notes.txt" in str(result.exception)
    assert ["notes.txt"] == [path.name for path in tmp_path.iterdir()]


def test_damaged_review_is_told_and_does_not_stop_the_site(site: Runner, workspace: Path):
    """What is wrong is said on the error stream; the exit code stays 0."""
    folder = workspace / "archive" / "bot" / "2026" / "2026-W45" / "r1"
    folder.rename(folder.with_name("aside"))
    try:
        result = site()
    finally:
        folder.with_name("aside").rename(folder)

    assert 0 == result.exit_code
    assert "bot 2026-W45 r1: damaged, its folder is not in the archive" in result.stderr
    assert "Damaged:" in (workspace / "site" / "weeks" / "2026-W45.html").read_text()


def test_nothing_published_is_an_error(tmp_path: Path):
    """Without a review there is no site, and the error says what to do."""
    folder = make_small(tmp_path / "small")
    result = CliRunner().invoke(app, ["site", "--workspace", str(folder)])

    assert isinstance(result.exception, ArchiveError)
    assert "product-review run" in str(result.exception)
    assert not (folder / "site").exists()

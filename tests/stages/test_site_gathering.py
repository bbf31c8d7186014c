"""From ledger and archive to what the site shows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reports.config import load_workspace
from reports.stages.site import gather_site
from reports.store import Store, open_store
from reports.store.archive import Archive
from reports.values.calendar import Period
from reports.values.ledger import PublishedReading, PublishedReview, ReviewKey, Run
from reports.values.site import ArchivedReview, Site
from reports.values.workspace import Workspace

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
TWIN = Path(__file__).parents[1].joinpath("rendering", "review_format_1.json").read_bytes()
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16), "week")
Publish = Callable[..., Path]


@pytest.fixture
def workspace(small: Path) -> Workspace:
    """Return the small workspace."""
    return load_workspace(small, {})


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    """Open its store."""
    with open_store(workspace.ledger_url) as opened:
        opened.ledger.begin_run(Run("run-1", "weekly", NOW, "0.1.0", NOW))
        yield opened


@pytest.fixture
def publish(workspace: Workspace, store: Store) -> Publish:
    """Return what archives and enters a review, and tells its folder."""
    archive = Archive(workspace.archive)

    def enter(week: str = "2026-W46", product: str = "bot", twin: bytes = TWIN) -> Path:
        key = ReviewKey(product, week, 1)
        files = {"review.json": twin, "review.html": b"<p>42</p>", "review.pdf": b"%PDF"}
        entered = archive.publish(key, files, {}, run={})
        review = PublishedReview(key, NOW, NOW, "run-1", "0.1.0", "d" * 64, entered)
        store.ledger.publish(review, [PublishedReading("users", WEEK, 500.0, "ok", 90)])
        return archive.folder(key)

    return enter


@pytest.fixture
def gather(workspace: Workspace, store: Store) -> Callable[[], Site]:
    """Return what gathers the site as seen from site/."""
    return lambda: gather_site(workspace, store, workspace.root / "site")


def only(site: Site) -> ArchivedReview:
    """Return the only review."""
    (review,) = site.reviews
    return review


def test_whole_review_has_its_place_its_files_and_its_content(publish, gather):
    """Links lead from the site to the archive; the numbers come from the ledger."""
    publish()
    site = gather()
    review = only(site)

    assert "../archive/bot/2026/2026-W46/r1" == review.place
    assert {"review.html", "review.json", "review.pdf", "manifest.json"} == set(review.files)
    assert "" == review.problem
    assert review.extract is not None
    assert 2 == len(review.extract.rows)
    assert [500.0] == [one.reading.value for one in site.products[0].statements]


def test_missing_folder_is_named(publish, gather):
    """A review whose folder is gone stays in the list."""
    folder = publish()
    folder.rename(folder.with_name("elsewhere"))
    review = only(gather())

    assert ("its folder is not in the archive", (), None) == (
        *(review.problem, review.files, review.extract),
    )


@pytest.mark.parametrize(
    ("content", "problem", "readable"),
    [
        (None, "review.pdf is missing", True),
        (b"<p>43</p>", "review.html is no longer what was published", True),
        (b"{}", "review.json is no longer what was published", False),
    ],
)
def test_damaged_file_is_named_and_not_linked(publish, gather, content, problem, readable):
    """What is not as it was published is no part of the site; the rest of the review is."""
    name = problem.split()[0]
    path = publish() / name
    path.chmod(0o644)
    path.unlink() if content is None else path.write_bytes(content)
    review = only(gather())

    assert (problem, readable) == (review.problem, review.extract is not None)
    assert name not in review.files


def test_unreadable_file_is_named(publish, gather):
    """A folder where a file should be cannot be read, and says so."""
    path = publish() / "review.pdf"
    path.unlink()
    path.mkdir()

    assert "review.pdf cannot be read (Is a directory)" == only(gather()).problem


def test_twin_that_is_no_review_is_named(publish, gather):
    """A file that is what was published, but of an unknown kind, costs only its content."""
    publish(twin=b'{"format_version": 99}')
    review = only(gather())

    assert "review.json cannot be read" in review.problem
    assert "review.json" in review.files


def test_products_stand_as_configured_then_by_name(publish, gather):
    """A product that review.toml no longer names is still in the archive."""
    for product in ("zeta", "alpha", "bot"):
        publish(product=product, twin=b"")

    assert [("bot", "Bot"), ("alpha", "alpha"), ("zeta", "zeta")] == [
        (product.name, product.title) for product in gather().products
    ]


def test_title_is_that_of_the_newest_review_that_can_be_read(publish, gather):
    """A renamed product goes by its last published name."""
    publish("2026-W45", twin=TWIN)
    publish("2026-W46", twin=b"")
    (product,) = gather().products

    assert json.loads(TWIN)["product_title"] == product.title


def test_place_is_a_url(workspace, store, publish, tmp_path):
    """A folder with a space in its name is written as addresses are."""
    publish()
    target = tmp_path / "elsewhere" / "site"
    odd = tmp_path / "small" / "my archive"
    workspace.archive.rename(odd)

    site = gather_site(replace(workspace, archive=odd), store, target)

    assert "../../small/my%20archive/bot/2026/2026-W46/r1" == only(site).place


def test_each_file_is_read_once(publish, gather, monkeypatch):
    """The archive may be large: no file is opened twice."""
    publish("2026-W45")
    publish("2026-W46")
    read, opened = Path.read_bytes, []
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or read(path))
    gather()

    assert 8 == len(opened) == len(set(opened))


def test_progress_is_told_review_by_review(workspace, store, publish):
    """Who waits sees how many reviews are read."""
    publish("2026-W45")
    publish("2026-W46")
    told = []
    gather_site(
        workspace,
        store,
        workspace.root / "site",
        progress=lambda what, done, total: told.append((what, done, total)),
    )

    assert [("reading reviews", 1, 2), ("reading reviews", 2, 2)] == told

"""From ledger and archive to what the site shows: each archived file is read once."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from reports.errors import RenderError
from reports.rendering.site import ContentReader
from reports.stages.extraction import Progress
from reports.store import Store
from reports.store.archive import Archive
from reports.values.ledger import PublishedFile, PublishedReview
from reports.values.site import ArchivedReview, ProductArchive, ReviewExtract, Site
from reports.values.workspace import Workspace

_TWIN = "review.json"


def gather_site(
    workspace: Workspace, store: Store, target: Path, *, progress: Progress | None = None
) -> Site:
    """Return the archive as a site in the folder `target` sees it.

    A review that is missing or damaged is named as such; its numbers still stand in the ledger.
    """
    published = store.ledger.reviews()
    reader, archive = ContentReader(), Archive(workspace.archive)
    found: dict[str, list[ArchivedReview]] = {}
    for done, review in enumerate(published, start=1):
        folder = archive.folder(review.key)
        found.setdefault(review.key.product, []).append(_archived(review, folder, target, reader))
        if progress is not None:
            progress("reading reviews", done, len(published))
    titles = {product.name: product.title for product in workspace.products}
    names = [*(name for name in titles if name in found), *sorted(found.keys() - titles.keys())]
    products = tuple(
        ProductArchive(
            name,
            _title(found[name], titles.get(name, name)),
            tuple(found[name]),
            store.ledger.weekly_statements(name),
        )
        for name in names
    )
    return Site(workspace.title, products, workspace.look, workspace.language)


def _archived(
    review: PublishedReview, folder: Path, target: Path, reader: ContentReader
) -> ArchivedReview:
    """Read and hash the files of a review, and take from its twin what the site shows."""
    place = quote(os.path.relpath(folder, target).replace(os.sep, "/"))
    if review.redaction is not None:
        return ArchivedReview(review, place, ())
    if not folder.is_dir():
        return ArchivedReview(review, place, (), "its folder is not in the archive")
    whole, problems = _whole_files(review.files, folder)
    extract = None
    if _TWIN in whole:
        extract, problem = _extract(whole[_TWIN], reader)
        problems += [problem] if problem else []
    return ArchivedReview(review, place, tuple(whole), "; ".join(problems), extract)


def _whole_files(
    entered: Sequence[PublishedFile], folder: Path
) -> tuple[Mapping[str, bytes], list[str]]:
    """Return the content of the files that are as they were published, and what is wrong else."""
    whole, problems = dict[str, bytes](), list[str]()
    for file in entered:
        try:
            data = (folder / file.name).read_bytes()
        except FileNotFoundError:
            problems.append(f"{file.name} is missing")
        except OSError as error:
            problems.append(f"{file.name} cannot be read ({error.strerror})")
        else:
            if hashlib.sha256(data).hexdigest() == file.sha256:
                whole[file.name] = data
            else:
                problems.append(f"{file.name} is no longer what was published")
    return whole, problems


def _extract(data: bytes, reader: ContentReader) -> tuple[ReviewExtract | None, str]:
    try:
        return reader.read(data), ""
    except RenderError as error:
        return None, f"{_TWIN} cannot be read ({error.what})"


def _title(reviews: Sequence[ArchivedReview], otherwise: str) -> str:
    """Return the title that the newest review of a product has."""
    titles = (one.extract.product_title for one in reversed(reviews) if one.extract is not None)
    return next(titles, otherwise)

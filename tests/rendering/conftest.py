"""The sample review, rendered once for all tests of rendering."""

import pytest
from chromium import chromium
from review_sample import sample_review

from reports.rendering import render_review
from reports.rendering.faces import Faces
from reports.resources import resource_folder


@pytest.fixture(scope="session")
def review():
    """Give the sample review."""
    return sample_review()


@pytest.fixture(scope="session")
def shipped_templates():
    """Give the folder of the shipped templates."""
    return resource_folder("templates")


@pytest.fixture(scope="session")
def faces():
    """Give cut faces for all tests, because cutting takes seconds."""
    return Faces()


@pytest.fixture(scope="session")
def rendered(review, shipped_templates, faces):
    """Give the sample review's files."""
    return render_review(review, templates=[shipped_templates], faces=faces)


@pytest.fixture(scope="session")
def html(rendered):
    """Give the HTML edition as text."""
    return rendered["review.html"].decode()


@pytest.fixture(scope="session")
def tiny():
    """Give a review of one short chapter, quick to render."""
    return sample_review(only="data_notes")


@pytest.fixture(scope="module")
def browser():
    """Give Chromium, for one module only: while it runs, no other event loop can."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def sample_page(rendered, tmp_path_factory):
    """Give the path of the sample's HTML edition."""
    path = tmp_path_factory.mktemp("sample") / "review.html"
    path.write_bytes(rendered["review.html"])
    return path

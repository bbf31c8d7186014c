"""Rendering in processes, and the same bytes everywhere."""

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import sleep

import pytest

from reports.errors import RenderError
from reports.rendering import render_each, render_in_processes, render_review, workers

pytestmark = pytest.mark.slow

PRINT_HASHES = """
from hashlib import sha256
from reports.rendering import render_review
from reports.resources import resource_folder
from review_sample import sample_review
files = render_review(sample_review(), templates=[resource_folder("templates")])
print({name: sha256(data).hexdigest() for name, data in files.items()})
"""
ROOT = Path(__file__).resolve().parents[2]


def test_rendering_again_gives_the_same_bytes(tiny, shipped_templates, faces):
    """A review rendered twice in one process gives equal files."""
    first = render_review(tiny, templates=[shipped_templates], faces=faces)
    sleep(1.1)

    assert first == render_review(tiny, templates=[shipped_templates], faces=faces)


def test_another_process_gives_the_same_bytes(rendered):
    """Another process with another hash seed gives equal files."""
    folders = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    ended = subprocess.run(
        [sys.executable, "-c", PRINT_HASHES],
        env=os.environ | {"PYTHONHASHSEED": "4711", "PYTHONPATH": folders, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {name: sha256(data).hexdigest() for name, data in rendered.items()}

    assert f"{expected}\n" == ended.stdout


def test_failures_stay_with_their_review(tiny, shipped_templates, tmp_path):
    """A template that never ends, or eats all memory, stops only its own review."""
    (tmp_path / "masthead.html").write_text(
        "{% if review.product == 'endless' %}{% for a in range(99999) %}\n"
        "{% for b in range(99999) %}{% endfor %}{% endfor %}{% endif %}\n"
        "{% if review.product == 'greedy' %}{{ review.product * 2000000000 }}{% endif %}"
    )
    names = ("endless", "fine", "greedy", "fine too")
    reviews = [replace(tiny, product=name) for name in names]
    templates = [tmp_path, shipped_templates]
    found = list(render_each(reviews, templates=templates, workers=2, timeout_s=4, memory_mb=1024))

    assert [RenderError, dict, RenderError, dict] == [type(one) for one in found]
    assert ["templates/masthead.html, line 2", "templates/masthead.html, line 3"] == [
        found[0].where,
        found[2].where,
    ]
    assert "longer than 4 s" in str(found[0])
    assert "memory" in str(found[2])


def test_first_error_is_raised(monkeypatch, tiny):
    """The plain form raises the first error after all reviews were tried."""
    outcomes = iter([{"review.pdf": b""}, RenderError("first"), RenderError("second"), {}])
    monkeypatch.setattr(workers, "render_each", lambda *_, **__: outcomes)

    with pytest.raises(RenderError, match="first"):
        render_in_processes([tiny] * 4, templates=[])
    assert [] == list(outcomes)


def test_missing_templates_are_an_error(tiny, tmp_path):
    """A search path without any folder is refused."""
    with pytest.raises(RenderError, match="no folder of templates"):
        render_review(tiny, templates=[tmp_path / "nowhere"])

"""A workspace's own template that never ends, eats memory, reaches outside or is wrong."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports import pipeline
from reports.errors import RenderError
from reports.rendering import render_each
from reports.values.document import Review
from tests.bad_input.answers import Answer, job_of, visible
from tests.small import make_small

pytestmark = pytest.mark.slow

Previewing = Callable[..., Answer]
NAME = "masthead.html"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Return a review that rendering could show."""
    job = job_of(make_small(tmp_path_factory.mktemp("templates")))
    review = pipeline.write_review(job, pipeline.read_facts(job))
    return replace(review, chapters=review.chapters[:1])


LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
WRONG = (
    ("{{ 'x' * 3000000000 }}", "more than 512 MB of memory"),
    ("{{ range(999999999) | list }}", "OverflowError"),
    ("{{ ''.__class__.__mro__ }}", "SecurityError"),
    ("{{ review.week.__init__.__globals__ }}", "SecurityError"),
    ("{{ open('/etc/passwd').read() }}", "UndefinedError"),
    ("{{ review.nothing }}", "UndefinedError"),
    ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ("{% include review.owner %}", "TemplateNotFound: /etc/passwd"),
    ("{% include '../review.toml' %}", "TemplateNotFound: ../review.toml"),
    ("{% include 'masthead.html' %}", "RecursionError"),
    (LOOP, "longer than 3 s and was stopped"),
)


def test_wrong_templates_are_errors_that_name_them(review: Review, small: Path):
    """Time and memory of a rendering are limited, and so is what a template may reach."""
    (small / "templates").mkdir()
    lines = [
        f"{{% if review.product == 'case-{number}' %}}{template}{{% endif %}}"
        for number, (template, _) in enumerate(WRONG)
    ]
    (small / "templates" / NAME).write_text("\n".join(lines))
    reviews = [
        replace(review, product=f"case-{number}", owner="/etc/passwd")
        for number in range(len(WRONG))
    ]
    folders = pipeline.template_folders(job_of(small).workspace)
    found = list(render_each(reviews, templates=folders, workers=1, timeout_s=3, memory_mb=512))

    assert {RenderError} == {type(error) for error in found}
    assert [] == [
        (words, str(error))
        for (_, words), error in zip(WRONG, found, strict=True)
        if words not in str(error)
    ]
    assert [] == [error for error in found if not str(error).startswith("templates/")]
    assert str(found[-1]).startswith(f"templates/{NAME}, line {len(WRONG)}: ")


def test_an_endless_template_ends_with_its_limit(small: Path):
    """The pipeline passes its limits on; the review is not published."""
    (small / "templates").mkdir()
    (small / "templates" / NAME).write_text(LOOP)
    job = job_of(small)
    review = pipeline.write_review(job, pipeline.read_facts(job))

    with pytest.raises(RenderError, match="longer than 1 s and was stopped"):
        pipeline.render(job.workspace, [review], timeout_s=1)


def test_a_wrong_template_fails_the_command_and_leaves_nothing(small: Path, preview: Previewing):
    """The exit code is that of rendering; no half of a preview is written."""
    (small / "templates").mkdir()
    (small / "templates" / NAME).write_text("\n{% if %}")
    before = visible(small)
    answer = preview(small)

    assert 6 == answer.exit_code
    assert [] == answer.lacks(f"templates/{NAME}, line 2", "the template failed", "got:", "next:")
    assert (before, False) == (visible(small), (small / ".product-review/preview").exists())

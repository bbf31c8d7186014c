"""One review to all its files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering.catalogs import language_of
from reports.rendering.compiled import Compiled
from reports.rendering.cuts import ROOMS, cut
from reports.rendering.email.images import Gallery
from reports.rendering.email.links import links_of
from reports.rendering.email.render import Stationery, render_mail
from reports.rendering.environment import template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.html import review_to_html
from reports.rendering.pages import existing
from reports.rendering.pdf import VARIANTS, render_pdf, review_to_pdf
from reports.rendering.twin import review_to_json
from reports.values.audience import EditionName, edition_stem, mail_name
from reports.values.document import Review

Environment = ImmutableSandboxedEnvironment


def render_review(
    review: Review,
    *,
    templates: Sequence[Path],
    faces: Faces | None = None,
    compiled: Compiled | None = None,
) -> Mapping[str, bytes]:
    """Render a review; `templates` is the search path, the workspace's folder first.

    Cut faces and compiled templates can be handed in for many reviews; the bytes are the same.

    Raises: RenderError.
    Example: render_review(review, templates=[shipped])["review.pdf"].startswith(b"%PDF")
    """
    faces, compiled = faces or Faces(), compiled or Compiled()
    environment = _environment(review, templates, compiled)
    twin = review_to_json(review)
    page = review_to_html(environment, review, faces)
    pdf = review_to_pdf(environment, review, twin=twin, variant=VARIANTS[review.pdf_variant])
    files = {"review.json": twin, "review.html": page, "review.pdf": pdf}
    if not review.mails:
        return files
    press = _Press(review, templates, faces, compiled, twin, {review.language: environment})
    return files | dict(press.editions(pdf))


@dataclass(frozen=True, slots=True)
class _Press:
    """Prints the editions that audiences get; one environment a language, drawings shared."""

    review: Review
    templates: Sequence[Path]
    faces: Faces
    compiled: Compiled
    twin: bytes
    environments: dict[str, Environment]

    def editions(self, whole: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the files of each edition, and its messages."""
        gallery = Gallery({})
        kinds = sorted({(mail.edition, mail.language) for mail in self.review.mails})
        for edition, language in kinds:
            environment = self._environment(language)
            spoken = replace(self.review, language=language)
            pdf = whole
            if (edition, language) != ("full", self.review.language):
                part, pdf = self._paper(environment, spoken, edition)
                stem = edition_stem(edition, language, self.review.language)
                yield f"{stem}.html", review_to_html(environment, part, self.faces)
                yield f"{stem}.pdf", pdf
            stationery = Stationery(environment, gallery, links_of(self.review, edition, language))
            for one in self.review.mails:
                if (one.edition, one.language) == (edition, language):
                    enclosed = pdf if one.attach_pdf else None
                    name = mail_name(one, self.review.language)
                    yield name, render_mail(stationery, spoken, enclosed)

    def _environment(self, language: str) -> Environment:
        if language not in self.environments:
            spoken = replace(self.review, language=language)
            made = _environment(spoken, self.templates, self.compiled)
            self.environments[language] = made
        return self.environments[language]

    def _paper(
        self, environment: Environment, review: Review, edition: EditionName
    ) -> tuple[Review, bytes]:
        """Return an edition and its PDF; a summary is cut until it fits on one page."""
        variant = VARIANTS[review.pdf_variant]
        for room in ROOMS:
            part = cut(review, edition, room)
            made = render_pdf(environment, part, twin=self.twin, variant=variant)
            if edition != "summary" or made.pages == 1:
                return part, made.data
        raise RenderError(
            "the summary does not fit on one page",
            where="templates/pdf/review.html",
            expected="one page",
            got=f"{made.pages} pages with {ROOMS[-1].rows} indicators",
            next_step="shorten cover line and headline, or correct the template",
        )


def _environment(review: Review, templates: Sequence[Path], compiled: Compiled) -> Environment:
    made = template_environment(
        existing(templates),
        zone=review.zone,
        widths=text_widths(review.look),
        look=review.look,
        language=language_of(review.language),
    )
    made.bytecode_cache = compiled
    return made

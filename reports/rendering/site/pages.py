"""The pages of the site: which there are, and what each template is given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.errors import RenderError
from reports.rendering import dates
from reports.rendering.catalogs import language_of
from reports.rendering.charts.theme import theme_of
from reports.rendering.environment import span_markup, template_environment
from reports.rendering.faces import Faces
from reports.rendering.fonts import text_widths
from reports.rendering.glossary import counted_by, source_of
from reports.rendering.language import Language, gettext, spoken_in
from reports.rendering.pages import existing, template_place
from reports.rendering.site import words
from reports.rendering.site.chart import history_chart
from reports.rendering.site.series import readings_in, series_of
from reports.rendering.site.shelves import Shelf, portfolios_of, shelves_of
from reports.rendering.translation import translated_site
from reports.values.look import Logo, Look
from reports.values.site import Site

Progress = Callable[[str, int, int], None]
_SPARK_WEEKS = 26
_WORDS = (
    *("review_name", "week_heading", "short_period", "status_words", "better_words"),
    *("kind_words", "unit_words", "difference_words"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be written: its path below the site, its template, and what that is given."""

    path: str
    template: str
    given: Mapping[str, object]

    @property
    def root(self) -> str:
        """Return the way from the page to the site's first page."""
        return "../" * self.path.count("/")


def render_site(
    site: Site,
    *,
    templates: Sequence[Path],
    progress: Progress | None = None,
    faces: Faces | None = None,
) -> Mapping[str, bytes]:
    """Render all pages, the stylesheet and the fonts, by their paths below the site.

    Cut faces can be handed in; the bytes are the same.

    Raises: RenderError.
    """
    language = language_of(site.language)
    environment = _environment(templates, site.look, language)
    site = translated_site(site, language)
    shelves = shelves_of(site)
    pages = [*_pages(site, shelves)]
    rendered, signs = dict[str, bytes](), set[str]()
    for done, page in enumerate(pages, start=1):
        text = _filled(environment, page)
        rendered[page.path] = text.encode()
        signs.update(text)
        if progress is not None:
            progress("writing pages", done, len(pages))
    rendered["site.css"] = _filled(environment, Page("site.css", "site/style.css", {})).encode()
    rendered["fonts.css"] = (faces or Faces()).rules("".join(sorted(signs)), site.look).encode()
    if site.look.logo is not None:
        rendered[_logo_name(site.look.logo)] = site.look.logo.data
    return rendered


def _pages(site: Site, shelves: Sequence[Shelf]) -> Iterator[Page]:
    portfolios = portfolios_of(shelves)
    emblem = _logo_name(site.look.logo) if site.look.logo else ""
    given = {"site": site, "shelves": shelves, "emblem": emblem}
    yield Page("index.html", "site/index.html", {**given, "portfolios": portfolios})
    for portfolio in portfolios:
        path = f"weeks/{portfolio.label}.html"
        yield Page(path, "site/week.html", {**given, "portfolio": portfolio})
    labels = frozenset(portfolio.label for portfolio in portfolios)
    for shelf in shelves:
        on_shelf = {**given, "shelf": shelf}
        yield Page(f"products/{shelf.name}.html", "site/product.html", on_shelf)
        titles = {history.kpi.name: history.kpi.title for history in shelf.histories}
        for history in shelf.histories:
            path = f"products/{shelf.name}/{history.kpi.name}.html"
            more = {"history": history, "labels": labels, "titles": titles}
            yield Page(path, "site/kpi.html", on_shelf | more)


def _logo_name(logo: Logo) -> str:
    return "logo.svg" if logo.media_type == "image/svg+xml" else "logo.png"


def _filled(environment: ImmutableSandboxedEnvironment, page: Page) -> str:
    """Fill a template.

    Raises: RenderError that names template and line.
    """
    try:
        template = environment.get_template(page.template)
        return template.render(root=page.root, path=page.path, **page.given)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise RenderError(
            "the template failed",
            where=template_place(error) or page.template,
            got=f"{type(error).__name__}: {error}",
            next_step="correct the template, or remove the override to use the shipped one",
        ) from error


def _environment(
    templates: Sequence[Path], look: Look, language: Language
) -> ImmutableSandboxedEnvironment:
    """Build the reviews' environment with the site's filters beside its own."""
    widths = text_widths(look)
    environment = template_environment(
        existing(templates), zone="UTC", widths=widths, look=look, language=language
    )
    environment.globals |= {"medium": "screen"}
    own: dict[str, Callable[..., object]] = {name: getattr(words, name) for name in _WORDS}
    own |= {
        "fixed_text": gettext,
        "spans_in": span_markup,
        "instant_in": dates.instant_text,
        "source_of": source_of,
        "counted_by": counted_by,
        "series": series_of,
        "recent": partial(series_of, most=_SPARK_WEEKS),
        "readings_in": readings_in,
        "history_chart": theme_of(look).painted(partial(history_chart, widths=widths)),
    }
    environment.filters |= {name: spoken_in(language, one) for name, one in own.items()}
    return environment

"""One module per chapter; each has ORDER and `build(assessment) -> Chapter | None`.

A new chapter is a new module here: nothing else has to know of it. What several chapters share
lies in packages, which are no chapters.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from reports.values.assessment import Assessment
from reports.values.document import Chapter

Build = Callable[[Assessment], Chapter | None]


def build_chapters(assessment: Assessment) -> tuple[Chapter, ...]:
    """Return the chapters that have something to say, in reading order."""
    names = [found.name for found in iter_modules(__path__) if not found.ispkg]
    modules = [import_module(f"{__name__}.{name}") for name in names]
    ordered = sorted(modules, key=lambda module: (int(module.ORDER), module.__name__))
    builds: list[Build] = [module.build for module in ordered]
    chapters = (build(assessment) for build in builds)
    return tuple(chapter for chapter in chapters if chapter is not None)

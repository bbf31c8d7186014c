"""`roadmap.toml` becomes a roadmap, and `[products.NAME.market]` a product's market."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from reports.config.documents import parse, read_text
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.records import read_each, refuse_unknown_tables, unknown_product
from reports.config.roadmap_schema import ItemKeys, MarketKeys, RoadmapKeys
from reports.config.sections import read_section, subtable
from reports.values.record import Records
from reports.values.roadmap import (
    JobScores,
    MarketSettings,
    Method,
    Roadmap,
    RoadmapItem,
    Span90,
    Target,
)

FILE = "roadmap.toml"


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a roadmap may mention."""

    products: tuple[str, ...]
    bets: tuple[str, ...] = ()

    @classmethod
    def of(cls, products: tuple[str, ...], records: Records) -> "Known":
        """Return the names of a workspace."""
        return cls(products, tuple(bet.name for bet in records.bets))


def read_roadmap(root: Path, known: Known) -> Roadmap:
    """Return what `roadmap.toml` says, nothing where there is no such file.

    Raises: ConfigError, with every mistake of the file in one message.
    """
    text = read_text(root / FILE)
    return Roadmap() if text is None else parse_roadmap(text, known)


def parse_roadmap(text: str, known: Known) -> Roadmap:
    """Return what a text says.

    Raises: ConfigError, with every mistake in one message.
    """
    document, problems = parse(text, FILE)
    refuse_unknown_tables(RoadmapKeys, document, problems)
    entries = list(read_each(ItemKeys, "items", document, problems))
    names = tuple(item.name for item, _ in entries)
    items = [_item(item, path, known, problems) for item, path in entries]
    for item, path in entries:
        _check_names(item, path, names, problems)
    if problems.found:
        raise problems.error()
    return Roadmap(cast("Method", document.get("method", "rice")), tuple(items))


def read_market(
    table: Mapping[str, object], path: KeyPath, problems: Problems
) -> MarketSettings | None:
    """Return a product's market, or nothing where it has none."""
    if "market" not in table:
        return None
    keys = read_section(MarketKeys, subtable(table, "market"), (*path, "market"), problems)
    if keys is None:
        return None
    return MarketSettings(keys.kpi or "", keys.own, tuple(keys.series), keys.total, keys.source)


def _item(keys: ItemKeys, path: KeyPath, known: Known, problems: Problems) -> RoadmapItem:
    for index, name in enumerate(keys.products):
        if name not in known.products:
            problems.add(unknown_product(name, known.products, (*path, "products", index)))
    for index, name in enumerate(keys.bets):
        if name not in known.bets:
            place = (*path, "bets", index)
            what = f"no bet is called {clipped(name)}"
            expected = "the name of a table [[bets]] in iterations.toml"
            hint = suggestion(name, known.bets) or "write the bet down first"
            problems.add(Problem(place, what, expected, next_step=hint))
    return RoadmapItem(
        name=keys.name,
        title=keys.title,
        owner=keys.owner,
        status=keys.status,
        objective=keys.objective,
        kpi=keys.kpi or "",
        area=keys.area,
        target=_target(keys, path, problems),
        reach=_span(keys.reach, (*path, "reach"), problems),
        impact=_span(keys.impact, (*path, "impact"), problems),
        effort=_span(keys.effort, (*path, "effort"), problems),
        confidence=keys.confidence,
        job=JobScores(**keys.job.model_dump()) if keys.job else None,
        depends_on=tuple(keys.depends_on),
        bets=tuple(keys.bets),
        products=tuple(keys.products),
    )


def _target(keys: ItemKeys, path: KeyPath, problems: Problems) -> Target:
    """Return what the item reaches: one thing, so that it can be counted."""
    named = [name for name in ("segment", "feature", "funnel") if getattr(keys, name)]
    if len(named) > 1 or len(keys.segment) > 1:
        expected = 'segment = { platform = "mobile" }, or feature, or funnel with step'
        problems.add(Problem(path, "more than one thing is reached", expected, ", ".join(named)))
    if bool(keys.funnel) != bool(keys.step):
        problems.add(Problem(path, "funnel and step belong together", "both, or neither"))
    segment = next(iter(keys.segment.items()), None)
    return Target(segment, keys.feature, keys.funnel, keys.step)


def _span(values: Sequence[float] | None, path: KeyPath, problems: Problems) -> Span90 | None:
    """Return 5 % and 95 % values in order."""
    if values is None:
        return None
    low, high = values
    if not low < high:
        expected = "[5 % value, 95 % value], the lower one first"
        problems.add(Problem(path, "the values are not in order", expected, f"{low:g}, {high:g}"))
    return low, high


def _check_names(keys: ItemKeys, path: KeyPath, names: Sequence[str], problems: Problems) -> None:
    """Refuse a name that stands twice, and dependencies that lead nowhere."""
    if names.count(keys.name) > 1:
        what = f"two items are called {clipped(keys.name)}"
        problems.add(Problem((*path, "name"), what, "a name of its own for each"))
    for index, name in enumerate(keys.depends_on):
        if name not in names or name == keys.name:
            what = f"no other item is called {clipped(name)}"
            expected = f"one of {', '.join(names)}"
            hint = suggestion(name, tuple(names))
            problems.add(Problem((*path, "depends_on", index), what, expected, next_step=hint))

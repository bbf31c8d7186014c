"""What the site shows of a review, read from its review.json without the rest."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from reports.errors import RenderError
from reports.rendering.codec import Codec
from reports.values.calendar import Period
from reports.values.document import FORMAT_VERSION, Headline
from reports.values.kpi import Kpi
from reports.values.reading import Change, Reading
from reports.values.signal import NormalRange, Signal
from reports.values.site import KeyRow, KpiExtract, ReviewExtract

Layout = dict[str, Any]

_FIRST_ROWS = 8
_MOST_ROWS = 12
_ROW = ("kpi", "title", "unit", "remark")
_REASONS = ("attributions", "factors", "causes", "comments")
_LIMITS = ("centre", "lower", "upper")


@dataclass(slots=True)
class ContentReader:
    """Read one review.json after another; a definition that stays as it was is read once.

    Formats 1 and 2 are known. Only what the site shows is decoded, an eighth of the work.
    """

    _codec: Codec = field(default_factory=Codec)
    _definitions: dict[str, tuple[Layout, Kpi]] = field(default_factory=dict)

    def read(self, data: bytes) -> ReviewExtract:
        """Return what the site shows of a review.

        Raises: RenderError if its format is not known here, or the file is damaged.
        """
        try:
            with _uncollected():
                layout = json.loads(data)
                _check_version(layout["format_version"])
                return self._extract(layout)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RenderError(
                "this is not a review.json, or it is damaged",
                where="review.json",
                got=f"{type(error).__name__}: {error}",
                next_step="product-review verify",
            ) from error

    def _extract(self, layout: Layout) -> ReviewExtract:
        head = self._headline(layout)
        rows = tuple(_rows(layout))
        signals = layout.get("signals", {}).get("found", ())
        found = {one["kpi"]: one for one in signals}
        kpis = sorted(layout["kpis"].items(), key=lambda item: item[1]["position"])
        return ReviewExtract(
            product_title=layout["product_title"],
            owner=layout["owner"],
            zone=layout["zone"],
            cover=layout["cover"],
            week=_week(layout["week"]),
            headline=head.spans,
            deck=head.deck,
            rows=tuple(self._row(raw) for raw in _key_rows(rows, [*found])),
            row_count=len({raw["kpi"] for raw, _ in rows}),
            kpis=tuple(self._kpi(name, entry, found.get(name)) for name, entry in kpis),
        )

    def _headline(self, layout: Layout) -> Headline:
        """Return what leads the review: the first headline of its first chapter, if any."""
        blocks = (block for chapter in layout["chapters"][:1] for block in chapter["blocks"])
        none: Layout = {"spans": []}
        raw = next((block for block in blocks if block["type"] == "headline"), none)
        headline: Headline = self._codec.decode(raw, Headline)
        return headline

    def _row(self, raw: Layout) -> KeyRow:
        return KeyRow(
            **{name: raw[name] for name in _ROW},
            last_week=_reading(raw["last_week"]),
            wow=self._codec.decode(raw["wow"], Change),
            history=tuple(_reading(one) for one in raw["history"]),
            normal=self._normal(raw.get("normal")),
            signal=self._signal(raw.get("signal")),
        )

    def _kpi(self, name: str, entry: Layout, signal: Layout | None) -> KpiExtract:
        return KpiExtract(
            definition=self._definition(name, entry["definition"]),
            weeks=tuple(date.fromisoformat(one["period"]["start"]) for one in entry["history"]),
            normal=self._normal(entry.get("normal")),
            signal=self._signal(signal),
        )

    def _signal(self, raw: Layout | None) -> Signal | None:
        """Read a signal without what explains it."""
        if raw is None:
            return None
        signal: Signal = self._codec.decode(
            {name: raw[name] for name in raw if name not in _REASONS}, Signal
        )
        return signal

    def _definition(self, name: str, raw: Layout) -> Kpi:
        known = self._definitions.get(name)
        if known is None or known[0] != raw:
            known = self._definitions[name] = (raw, self._codec.decode(raw, Kpi))
        return known[1]

    def _normal(self, raw: Layout | None) -> NormalRange | None:
        """Read a normal range; its numbers are taken as they are, because they are many."""
        if raw is None:
            return None
        centre, lower, upper = (tuple(raw[name]) for name in _LIMITS)
        bare = raw | dict.fromkeys(_LIMITS, ())
        normal: NormalRange = self._codec.decode(bare, NormalRange)
        return replace(normal, centre=centre, lower=lower, upper=upper)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off the layout.

    It is a tree of tens of thousands of nodes that dies whole; walking through it again and again
    takes as long as reading it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _check_version(found: int) -> None:
    if found not in range(1, FORMAT_VERSION + 1):
        raise RenderError(
            "this review was written in a format that is not known here",
            where="review.json, format_version",
            expected=f"1 to {FORMAT_VERSION}",
            got=str(found),
            next_step="use the version of product-review that wrote it, or a newer one",
        )


def _week(head: Layout) -> Period:
    return Period(date.fromisoformat(head["start"]), date.fromisoformat(head["end"]), "week")


def _rows(layout: Layout) -> Iterator[tuple[Layout, bool]]:
    """Give every row of the scorecards, and whether it belongs to an objective."""
    for chapter in layout["chapters"]:
        for block in chapter["blocks"]:
            for group in block["groups"] if block["type"] == "scorecard" else ():
                for row in group["rows"]:
                    yield row, group.get("objective", False)


def _key_rows(rows: tuple[tuple[Layout, bool], ...], signals: list[str]) -> tuple[Layout, ...]:
    """Return the rows that objectives hang on and those of the first signals, each KPI once.

    Where there is neither, the first rows stand for the rest.
    """
    shown = {row["kpi"]: row for row, _ in reversed(rows)}
    order = list(dict.fromkeys(row["kpi"] for row, _ in rows))
    aims = {row["kpi"] for row, objective in rows if objective}
    others = [kpi for kpi in signals if kpi in shown and kpi not in aims]
    chosen = aims | set(others[: max(_MOST_ROWS - len(aims), 0)]) or set(order[:_FIRST_ROWS])
    return tuple(shown[kpi] for kpi in order if kpi in chosen)


def _reading(raw: Layout) -> Reading:
    """Read a reading of a history field by field, because they are many."""
    return Reading(**{**raw, "period": _week(raw["period"])})

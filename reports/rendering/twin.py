"""The JSON twin of a review: every number at full precision, and back again without loss."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from reports.errors import RenderError
from reports.rendering.codec import Codec
from reports.values.calendar import Period
from reports.values.document import FORMAT_VERSION, Chapter, KpiRecord, Review
from reports.values.kpi import Kpi
from reports.values.reading import Change, KpiReadings, Reading

_SERIES = ("history", "weeks", "weeks_prior_year", "months", "months_prior_year")
_CHANGES = ("wow", "four_weeks", "yoy")
_PLAIN = (
    "product",
    "product_title",
    "workspace_title",
    "zone",
    "revision",
    "cover",
    "owner",
    "code_version",
    "page_size",
)


def review_to_json(review: Review) -> bytes:
    """Write a review as JSON with sorted keys.

    Raises: RenderError if a number is not finite or two KPIs share a name.
    """
    codec = Codec()
    layout = {name: getattr(review, name) for name in _PLAIN} | {
        "format_version": review.format_version,
        "week": {
            "label": review.week_label,
            "start": review.week.start.isoformat(),
            "end": review.week.end.isoformat(),
        },
        "as_of": review.as_of.isoformat(),
        "history_as_of": codec.encode(review.history_as_of, datetime | None),
        "definition_hashes": codec.encode(review.definition_hashes, tuple[tuple[str, str], ...]),
        "chapters": codec.encode(review.chapters, tuple[Chapter, ...]),
        "kpis": _kpis_out(review.kpis, codec),
    }
    try:
        text = json.dumps(layout, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    except ValueError as error:
        raise RenderError(
            "a number of the review is not finite", where="review.json", got=str(error)
        ) from error
    return text.encode() + b"\n"


def review_from_json(data: bytes) -> Review:
    """Read a review back.

    Raises: RenderError if the format is newer than this version, or the file is damaged.
    """
    try:
        layout = json.loads(data)
        _check_version(layout["format_version"])
        return _review_in(layout)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RenderError(
            "this is not a review.json, or it is damaged",
            where="review.json",
            got=f"{type(error).__name__}: {error}",
            next_step="compare its sha256 with the archive's manifest (product-review verify)",
        ) from error


def _review_in(layout: Mapping[str, Any]) -> Review:
    week, codec = layout["week"], Codec()
    return Review(
        **{name: layout[name] for name in _PLAIN},
        week_label=week["label"],
        week=Period(date.fromisoformat(week["start"]), date.fromisoformat(week["end"]), "week"),
        as_of=datetime.fromisoformat(layout["as_of"]),
        chapters=codec.decode(layout["chapters"], tuple[Chapter, ...]),
        kpis=_kpis_in(layout["kpis"], codec),
        history_as_of=codec.decode(layout["history_as_of"], datetime | None),
        definition_hashes=codec.decode(layout["definition_hashes"], tuple[tuple[str, str], ...]),
        format_version=layout["format_version"],
    )


def _check_version(found: int) -> None:
    if found not in range(1, FORMAT_VERSION + 1):
        raise RenderError(
            "this review was written in a format that is not known here",
            where="review.json, format_version",
            expected=f"1 to {FORMAT_VERSION}",
            got=str(found),
            next_step="use the version of product-review that wrote it, or a newer one",
        )


def _kpis_out(records: tuple[KpiRecord, ...], codec: Codec) -> dict[str, Any]:
    names = [record.definition.name for record in records]
    if len(set(names)) < len(names):
        raise RenderError("two KPIs share a name", where="review.json, kpis", got=", ".join(names))
    return {
        record.definition.name: _kpi_out(at, record, codec) for at, record in enumerate(records)
    }


def _kpi_out(position: int, record: KpiRecord, codec: Codec) -> dict[str, Any]:
    """Lay one KPI out; title, unit and the box repeat what stands below, for easy reading."""
    kpi, readings = record.definition, record.readings
    changes = {name: codec.encode(getattr(readings, name), Change) for name in _CHANGES}
    return {
        "position": position,
        "title": kpi.title,
        "unit": kpi.unit,
        "better": kpi.better,
        "kind": kpi.kind,
        "change_unit": kpi.change,
        "definition": codec.encode(kpi, Kpi),
        "query_hashes": list(record.query_hashes),
        "box": {"last_week": codec.encode(readings.last_week, Reading), **changes},
        **{name: codec.encode(getattr(readings, name), tuple[Reading, ...]) for name in _SERIES},
    }


def _kpis_in(layout: Mapping[str, Any], codec: Codec) -> tuple[KpiRecord, ...]:
    ordered = sorted(layout.items(), key=lambda item: item[1]["position"])
    return tuple(_kpi_in(name, entry, codec) for name, entry in ordered)


def _kpi_in(name: str, entry: Mapping[str, Any], codec: Codec) -> KpiRecord:
    series = {key: codec.decode(entry[key], tuple[Reading, ...]) for key in _SERIES}
    changes = {key: codec.decode(entry["box"][key], Change) for key in _CHANGES}
    return KpiRecord(
        definition=codec.decode(entry["definition"], Kpi),
        readings=KpiReadings(kpi=name, **series, **changes),
        query_hashes=tuple(entry["query_hashes"]),
    )

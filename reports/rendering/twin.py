"""The JSON twin of a review: every number at full precision, and back again without loss."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from reports.errors import RenderError
from reports.rendering.codec import Codec
from reports.rendering.twin_readings import readings_in, readings_out
from reports.values.audience import LARGEST_MAIL_BYTES, MailEdition
from reports.values.calendar import Period
from reports.values.document import FORMAT_VERSION, Chapter, KpiRecord, Review
from reports.values.kpi import Kpi
from reports.values.look import HOUSE_LOOK, Look
from reports.values.objective import ObjectiveState
from reports.values.roadmap import Mark
from reports.values.signal import NormalRange, Signals

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
        "signals": codec.encode(review.signals, Signals),
        "objectives": codec.encode(review.objectives, tuple[ObjectiveState, ...]),
        "kpis": _kpis_out(review.kpis, codec),
        **_look_out(review, codec),
        **({} if review.language == "en" else {"language": review.language}),
        **_beside(review, codec),
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

    What an older format lacks is missing and says so.
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
    head, codec = layout["week"], Codec()
    week = Period(date.fromisoformat(head["start"]), date.fromisoformat(head["end"]), "week")
    return Review(
        **{name: layout[name] for name in _PLAIN},
        week_label=head["label"],
        week=week,
        as_of=datetime.fromisoformat(layout["as_of"]),
        chapters=codec.decode(layout["chapters"], tuple[Chapter, ...]),
        kpis=_kpis_in(layout["kpis"], week, codec),
        history_as_of=codec.decode(layout["history_as_of"], datetime | None),
        definition_hashes=codec.decode(layout["definition_hashes"], tuple[tuple[str, str], ...]),
        signals=codec.decode(layout.get("signals", {}), Signals),
        objectives=codec.decode(layout.get("objectives", []), tuple[ObjectiveState, ...]),
        format_version=layout["format_version"],
        look=codec.decode(layout.get("look", {}), Look),
        pdf_variant=layout.get("pdf_variant", "ua"),
        language=layout.get("language", "en"),
        revision_reason=layout.get("revision_reason", ""),
        archive_url=layout.get("archive_url", ""),
        marks=codec.decode(layout.get("marks", []), tuple[Mark, ...]),
        mails=codec.decode(layout.get("mails", []), tuple[MailEdition, ...]),
        largest_mail_bytes=layout.get("largest_mail_bytes", LARGEST_MAIL_BYTES),
    )


def _look_out(review: Review, codec: Codec) -> dict[str, Any]:
    """Lay a look of its own out, with logo and fonts inside: the archive alone is enough."""
    look = {} if review.look == HOUSE_LOOK else {"look": codec.encode(review.look, Look)}
    return look if review.pdf_variant == "ua" else look | {"pdf_variant": review.pdf_variant}


def _beside(review: Review, codec: Codec) -> dict[str, Any]:
    """Lay out what few reviews have: a reason for their revision, a roadmap, audiences."""
    found: dict[str, Any] = {
        "revision_reason": review.revision_reason,
        "archive_url": review.archive_url,
        "marks": codec.encode(review.marks, tuple[Mark, ...]),
        "mails": codec.encode(review.mails, tuple[MailEdition, ...]),
    }
    if review.largest_mail_bytes != LARGEST_MAIL_BYTES:
        found["largest_mail_bytes"] = review.largest_mail_bytes
    return {name: value for name, value in found.items() if value}


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
    """Lay one KPI out; title and unit repeat what stands in the definition, for easy reading."""
    kpi = record.definition
    return {
        "position": position,
        "title": kpi.title,
        "unit": kpi.unit,
        "better": kpi.better,
        "kind": kpi.kind,
        "change_unit": kpi.change,
        "definition": codec.encode(kpi, Kpi),
        "query_hashes": list(record.query_hashes),
        "normal": codec.encode(record.normal, NormalRange | None),
        **readings_out(record.readings, codec),
    }


def _kpis_in(layout: Mapping[str, Any], week: Period, codec: Codec) -> tuple[KpiRecord, ...]:
    ordered = sorted(layout.items(), key=lambda item: item[1]["position"])
    return tuple(
        KpiRecord(
            definition=codec.decode(entry["definition"], Kpi),
            readings=readings_in(name, entry, week, codec),
            query_hashes=tuple(entry["query_hashes"]),
            normal=codec.decode(entry.get("normal"), NormalRange | None),
        )
        for name, entry in ordered
    )

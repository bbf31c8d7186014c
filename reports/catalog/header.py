"""The keys that every definition shares, in a KPI file as in kpis.toml."""

import hashlib
import json
from dataclasses import dataclass
from typing import cast, get_args

from reports.catalog.fields import Fields
from reports.catalog.names import KPI_UNITS, did_you_mean
from reports.catalog.place import Place, Table
from reports.values.kpi import Better, ChangeUnit, Kpi, Partial
from reports.values.query import Kind

REQUIRED = ("title", "why", "unit", "better", "chapter")
OPTIONAL = (
    *("change", "minimum_n", "partial", "tolerance", "dimensions"),
    *("owner", "reviewed", "changes"),
)
KINDS: tuple[Kind, ...] = get_args(Kind)
_MOST_TOLERANCE = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """A definition on its way: its name, its table, its place, and how documents name its file."""

    name: str
    table: Table
    place: Place
    label: str


def read_header(source: Source, kind: Kind) -> Kpi:
    """Read the shared keys into a KPI that has no query and no formula yet.

    Raises: DefinitionError
    """
    fields = Fields(source.table, source.place)
    unit = read_unit(fields)
    return Kpi(
        name=source.name,
        title=fields.text("title"),
        why=fields.text("why"),
        unit=unit,
        better=cast("Better", fields.choice("better", get_args(Better))),
        chapter=fields.text("chapter"),
        kind=kind,
        quantile=fields.quantile() if kind == "quantile" else None,
        change=cast("ChangeUnit", fields.choice("change", get_args(ChangeUnit), _change(unit))),
        minimum_n=fields.whole("minimum_n", 0),
        partial=cast("Partial", fields.choice("partial", get_args(Partial), "flag")),
        tolerance=fields.number("tolerance", 0.005, (0.0, _MOST_TOLERANCE)) or 0.0,
        dimensions=fields.names("dimensions"),
        owner=fields.text("owner", ""),
        reviewed=fields.day("reviewed"),
        changes=fields.dated_lines("changes"),
        source=source.label,
    )


def read_unit(fields: Fields) -> str:
    """Read a unit of the closed list or a currency."""
    unit = fields.text("unit")
    if unit in KPI_UNITS:
        return unit
    raise fields.place.refuse(
        f'unknown unit "{unit}"',
        key="unit",
        expected="count, users, number, share, ms, s, tokens, days, score "
        "or an ISO 4217 code like USD",
        got=unit,
        next_step=did_you_mean(unit, KPI_UNITS) or "use number where nothing else fits",
    )


def definition_hash(kpi: Kpi, canonical: tuple[str, ...] = ()) -> str:
    """Return the sha256 of all that changes a KPI's numbers; prose does not count.

    `canonical` are the canonical texts of the query and its bodies, and the hashes of the
    definitions a formula rests on.
    """
    reads = (kpi.query.reads.window, kpi.query.reads.days) if kpi.query else ()
    parts = {
        "canonical": canonical,
        "dimensions": kpi.dimensions,
        "formula": kpi.formula,
        "kind": kpi.kind,
        "minimum_n": kpi.minimum_n,
        "partial": kpi.partial,
        "quantile": kpi.quantile,
        "reads": reads,
        "unit": kpi.unit,
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _change(unit: str) -> str:
    return "bps" if unit == "share" else "percent"

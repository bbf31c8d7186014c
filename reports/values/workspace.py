"""A workspace: the user's folder with its products, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reports.values.audience import Audience
from reports.values.calendar import Calendar
from reports.values.chat import ChatChannel
from reports.values.look import HOUSE_LOOK, Look, PdfVariant
from reports.values.mail import MailSettings
from reports.values.objective import Guardrail, Objective
from reports.values.publishing import Publishing, Schedule
from reports.values.record import Records
from reports.values.relation import RelationMapping
from reports.values.roadmap import MarketSettings, Roadmap

MonthView = Literal["last_twelve", "fiscal_year"]


@dataclass(frozen=True, slots=True)
class WarehouseSource:
    """Where the user's data lie. The URL may hold a password, so it is never shown.

    Units: timeouts in seconds; `memory_mb`, which DuckDB keeps to, in mebibytes.
    """

    url: str = field(repr=False)
    files: tuple[tuple[str, Path], ...] = ()
    statement_timeout_s: int = 300
    memory_mb: int = 1024
    connect_timeout_s: int = 10


@dataclass(frozen=True, slots=True)
class Funnel:
    """Ordered steps (event names) within a window of days."""

    name: str
    steps: tuple[str, ...]
    window_days: int = 7


@dataclass(frozen=True, slots=True)
class Product:
    """One AI product and how its tables map onto the canonical relations."""

    name: str
    title: str
    calendar: Calendar
    relations: Mapping[str, RelationMapping]
    dimensions: tuple[str, ...] = ()
    funnels: tuple[Funnel, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    kpis: tuple[str, ...] = ()
    owner: str = ""
    cover: str = ""
    objectives: tuple[Objective, ...] = ()
    month_view: MonthView = "last_twelve"
    market: MarketSettings | None = None
    publishing: Publishing = field(default_factory=Publishing)
    service_levels: tuple[Guardrail, ...] = ()
    owner_mail: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything `review.toml` says, checked and resolved.

    Units: `restate_weeks` in weeks; `minimum_cell` in users or rows of a segment cell.
    """

    root: Path
    title: str
    warehouse: WarehouseSource
    products: tuple[Product, ...]
    archive: Path
    ledger_url: str = field(repr=False)
    minimum_cell: int = 5
    restate_weeks: int = 6
    page_size: str = "A4"
    records: Records = field(default_factory=Records)
    look: Look = HOUSE_LOOK
    pdf_variant: PdfVariant = "ua"
    language: str = "en"
    roadmap: Roadmap = field(default_factory=Roadmap)
    mail: MailSettings | None = None
    audiences: tuple[Audience, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    chat: tuple[ChatChannel, ...] = ()

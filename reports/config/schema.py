"""The tables of `review.toml` and the keys each may hold, as pydantic models."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reports.config.addresses import MailAddress
from reports.config.fields import (
    FilledLine,
    Line,
    Parameter,
    Query,
    Renames,
    Seconds,
    Snake,
    SnakeList,
    Table,
    Tables,
    Url,
    Weekday,
    Weekdays,
    Zone,
)
from reports.values.look import PdfVariant
from reports.values.workspace import MonthView


class Keys(BaseModel):
    """The keys of one table; nothing else may stand there."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class TopKeys(Keys):
    """The keys before the first table, and the tables themselves."""

    title: FilledLine = Field(examples=['title = "Acme AI"'])
    minimum_cell: Annotated[int, Field(ge=1, le=1_000_000)] = 5
    restate_weeks: Annotated[int, Field(ge=0, le=520)] = 6
    page_size: Literal["A4", "Letter"] = "A4"
    language: Literal["en", "de"] = "en"
    pdf: PdfVariant = "ua"
    archive: FilledLine = "archive"
    warehouse: Table = Field(examples=["a table [warehouse] with the url of the warehouse"])
    ledger: Table = Field(default_factory=dict)
    calendar: Table = Field(default_factory=dict)
    look: Table = Field(default_factory=dict)
    mail: Table = Field(default_factory=dict)
    schedule: Table = Field(default_factory=dict)
    audiences: Tables = Field(default_factory=list)
    chat: Tables = Field(default_factory=list)
    products: dict[str, Table] = Field(
        min_length=1, examples=["a table [products.NAME] for each product"]
    )


class WarehouseKeys(Keys):
    """[warehouse]."""

    url: Url = ""
    files: dict[Snake, FilledLine] = Field(default_factory=dict)
    statement_timeout_s: Seconds = 300
    memory_mb: Annotated[int, Field(ge=128, le=1_048_576)] = 1024
    connect_timeout_s: Seconds = 10


class LedgerKeys(Keys):
    """[ledger]."""

    url: Url = "sqlite:///.product-review/ledger.sqlite"


class CalendarKeys(Keys):
    """[calendar] and [products.NAME.calendar]; what is not said is inherited."""

    zone: Zone | None = None
    first_weekday: Weekday | None = None
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] | None = None
    months: MonthView | None = None


class FunnelKeys(Keys):
    """[[products.NAME.funnels]]."""

    name: Snake = Field(examples=['name = "activation"'])
    steps: list[FilledLine] = Field(
        min_length=2, max_length=6, examples=['steps = ["session_started", "answer_accepted"]']
    )
    window_days: Annotated[int, Field(ge=1, le=366)] = 7


class ProductKeys(Keys):
    """[products.NAME]."""

    title: Line = ""
    owner: Line = ""
    owner_mail: MailAddress | None = None
    cover: Line = ""
    dimensions: SnakeList = Field(default_factory=list)
    kpis: SnakeList = Field(default_factory=list)
    calendar: Table = Field(default_factory=dict)
    parameters: dict[Snake, Parameter] = Field(default_factory=dict)
    funnels: list[Table] = Field(default_factory=list)
    objectives: Tables = Field(default_factory=list)
    market: Table = Field(default_factory=dict)
    publish: Line = "auto"
    gate: Table = Field(default_factory=dict)
    service_levels: Tables = Field(default_factory=list)
    relations: dict[str, Table] = Field(
        min_length=1, examples=["a table [products.NAME.relations.RELATION] for each relation"]
    )


class RelationKeys(Keys):
    """[products.NAME.relations.RELATION]."""

    table: Line = ""
    select: Query = ""
    columns: dict[str, FilledLine] = Field(default_factory=dict)
    dimensions: Renames = Field(default_factory=dict)
    zone: Zone | None = None
    known_at: Line = ""
    weekdays: Weekdays = Field(default_factory=lambda: list(range(7)))
    covered_by: Line = ""

"""The document: Review > Chapter > Block. Blocks hold numbers and units, never text of numbers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from reports.values import quantity
from reports.values.audience import LARGEST_MAIL_BYTES, MailEdition
from reports.values.calendar import Period
from reports.values.charts import Figure
from reports.values.interval import Interval
from reports.values.kpi import Better, Kpi
from reports.values.look import HOUSE_LOOK, Look, PdfVariant
from reports.values.objective import GuardrailState, ObjectiveState, TargetState
from reports.values.reading import Change, KpiReadings, Reading
from reports.values.record import Cause, Comment
from reports.values.roadmap import Mark
from reports.values.signal import NormalRange, Signal, Signals

FORMAT_VERSION = 2

# What blocks are made of is known by the document's own names.
Cell = quantity.Cell
Form = quantity.Form
Quantity = quantity.Quantity
Span = quantity.Span
Align = Literal["left", "right"]
Tone = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The one thing to know, and a line below it."""

    spans: tuple[Span, ...]
    deck: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A small remark below what it belongs to."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark that must not be overlooked."""

    tone: Tone
    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One KPI on the scorecard; `remark` is a warning that belongs to the number itself.

    `interval` is that of the week's value; `normal` has one entry per week of `history`.
    """

    kpi: str
    title: str
    unit: str
    better: Better
    last_week: Reading
    wow: Change
    four_weeks: Change
    yoy: Change
    history: tuple[Reading, ...]
    remark: str = ""
    interval: Interval | None = None
    normal: NormalRange | None = None
    signal: Signal | None = None
    target: TargetState | None = None
    guardrail: GuardrailState | None = None


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """KPIs that belong together: those of an objective with its owner, or of a chapter."""

    title: str
    rows: tuple[ScoreRow, ...]
    owner: str = ""
    objective: bool = False


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All KPIs of the review on one table."""

    title: str
    subtitle: str
    groups: tuple[ScoreGroup, ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table."""

    title: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names the row."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """One KPI as six weeks and twelve months with the year before behind them."""

    kpi: str
    title: str
    subtitle: str
    unit: str
    weeks: tuple[Reading, ...]
    weeks_prior_year: tuple[Reading, ...]
    months: tuple[Reading, ...]
    months_prior_year: tuple[Reading, ...]
    week_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A group of panels drawn side by side, with a finding as caption."""

    title: str
    panels: tuple[ChartPanel, ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal in two lines: what moved, and what is known of why."""

    signal: Signal
    what: tuple[Span, ...]
    why: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalSummary:
    """The signals that matter most, on the first page."""

    title: str
    lines: tuple[SignalLine, ...]
    caption: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """What somebody has to decide or to do, by a day; `late` tells that the day has passed."""

    text: str
    owner: str
    due: date
    late: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Decisions needed and actions due, the most urgent first."""

    title: str
    decisions: tuple[AgendaItem, ...]
    actions: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class ControlPanel:
    """A KPI's weeks inside their normal range, with target and what coincided.

    Shape: `history` and the tuples of `normal` have the same length, oldest first. `target` is a
    weekly level, null for cumulative targets.
    """

    kpi: str
    title: str
    subtitle: str
    unit: str
    history: tuple[Reading, ...]
    normal: NormalRange
    week_labels: tuple[str, ...]
    signal: Signal | None = None
    target: float | None = None
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalStory:
    """One signal in full: sentences, control chart, reasons per dimension, the owner's voice."""

    title: tuple[Span, ...]
    signal: Signal
    sentences: tuple[tuple[Span, ...], ...]
    panel: ControlPanel
    reasons: tuple[Table, ...] = ()
    comments: tuple[Comment, ...] = ()


Block = (
    Headline
    | Prose
    | Note
    | Callout
    | Agenda
    | Scorecard
    | Table
    | Chart
    | SignalSummary
    | SignalStory
    | Figure
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the review with a heading and an entry in the contents."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class KpiRecord:
    """A KPI's definition and all its readings, for the JSON twin and re-rendering."""

    definition: Kpi
    readings: KpiReadings
    query_hashes: tuple[str, ...]
    normal: NormalRange | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The complete value for product, week and revision; all that rendering needs.

    `history_as_of` says what the facts stand for: null means "as currently known". The words of
    chapters are English; `language` is the one they are rendered in. `largest_mail_bytes` is what
    a whole message with its attachment may have.
    """

    product: str
    product_title: str
    workspace_title: str
    week_label: str
    week: Period
    zone: str
    as_of: datetime
    revision: int
    cover: str
    chapters: tuple[Chapter, ...]
    kpis: tuple[KpiRecord, ...]
    owner: str = ""
    code_version: str = ""
    page_size: str = "A4"
    history_as_of: datetime | None = None
    definition_hashes: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    signals: Signals = field(default_factory=Signals)
    objectives: tuple[ObjectiveState, ...] = ()
    format_version: int = FORMAT_VERSION
    look: Look = HOUSE_LOOK
    pdf_variant: PdfVariant = "ua"
    language: str = "en"
    marks: tuple[Mark, ...] = ()
    revision_reason: str = ""
    mails: tuple[MailEdition, ...] = ()
    archive_url: str = ""
    largest_mail_bytes: int = LARGEST_MAIL_BYTES

    @property
    def week_end(self) -> date:
        """Return the last day of the week."""
        return self.week.last_day

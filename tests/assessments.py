"""Small assessments for tests of chapters and comparisons."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reports.kpis.series import assemble
from reports.kpis.spans import review_spans
from reports.values.assessment import Assessment, NotComputed, RelationNote
from reports.values.calendar import Calendar
from reports.values.kpi import Kpi
from reports.values.query import Query
from reports.values.reading import Reading
from reports.values.workspace import Product

CALENDAR = Calendar("Europe/Berlin")
WEEK = CALENDAR.week("2026-W46")
USERS = Kpi(
    "active_users", "Active users", "How many people came.", "users", "higher", "engagement",
    "distinct", Query("active_users", "distinct", "SELECT 1", ("events",)),
    definition_hash="a" * 64,
)  # fmt: skip
ERRORS = replace(
    USERS, name="error_share", title="Error share", unit="share", better="lower", chapter="model",
    kind="ratio", change="bps",
)  # fmt: skip


def constant(kpi: Kpi, value: float | None):
    """Return readings that are the same in every period."""
    spans = review_spans(CALENDAR, WEEK)
    status, reason = ("missing", "no data") if value is None else ("ok", "")
    readings = {
        period: Reading(period, value, status, reason, value, 1.0, 40, period.days, period.days)
        for period in spans.all
    }
    return assemble(kpi, readings, spans)


def assessment(**changes: object) -> Assessment:
    """Return a complete week of two KPIs, with changes."""
    base = Assessment(
        product=Product("bot", "Bot", CALENDAR, {}),
        week=WEEK,
        week_label="2026-W46",
        as_of=datetime(2026, 11, 16, 6, tzinfo=UTC),
        history_as_of=None,
        kpis=(USERS, ERRORS),
        readings={"active_users": constant(USERS, 1234.0), "error_share": constant(ERRORS, 0.02)},
        query_hashes={"active_users": ("b" * 64,), "error_share": ("c" * 64,)},
        relations=(RelationNote("events", 500, 7, 7, date(2026, 11, 15), known_at=False),),
        not_computed=(),
        unmapped=("market",),
    )
    return replace(base, **changes)


OMITTED = NotComputed("cost_total", "Model cost", "predictions.cost_usd is not mapped")

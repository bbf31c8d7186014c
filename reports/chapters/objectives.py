"""How each objective stands: targets with their pace and odds, guardrails with their margins."""

from reports.values.assessment import Assessment
from reports.values.document import Block, Cell, Chapter, Note, Quantity, Span, Table, TableColumn
from reports.values.kpi import Kpi
from reports.values.objective import GuardrailState, ObjectiveState, TargetState
from reports.values.reading import Reading

ORDER = 15

_TARGET_COLUMNS = (
    TableColumn("KPI", width=1.6),
    TableColumn("Now", "right", 0.8),
    TableColumn("n", "right", 0.7),
    TableColumn("From", "right", 1.3),
    TableColumn("Expected by now", "right", 1.1),
    TableColumn("Goal", "right", 0.8),
    TableColumn("By", "right", 1.45),
    TableColumn("Projected", "right"),
    TableColumn("Probability", "right"),
    TableColumn("State", width=1.15),
)
_GUARDRAIL_COLUMNS = (
    TableColumn("KPI", width=1.5),
    TableColumn("This week", "right"),
    TableColumn("Low, 95 %", "right"),
    TableColumn("High, 95 %", "right"),
    TableColumn("Worst allowed", "right", 1.1),
    TableColumn("n", "right", 0.8),
    TableColumn("State", width=2),
)


def build(assessment: Assessment) -> Chapter | None:
    """Return the objectives chapter, or nothing where the workspace states none."""
    tables = [table for item in assessment.objectives for table in _tables(assessment, item)]
    if not tables:
        return None
    blocks: list[Block] = [*tables, Note((_HOW,))]
    return Chapter("objectives", "Objectives", tuple(blocks))


_HOW = (
    "Projected and probability come from an exponential smoothing forecast of the weekly values. "
    "On track: at least 80 % likely; at risk: 30 to 80 %; off: less. A guardrail is kept or "
    "breached when its whole 95 % interval lies on that side, else inconclusive."
)


def _tables(assessment: Assessment, item: ObjectiveState) -> list[Table]:
    kpis = {kpi.name: kpi for kpi in assessment.kpis}
    owner = f"Owner: {item.objective.owner}." if item.objective.owner else "No owner is named."
    targets = [
        _target_row(kpis[state.kpi], state, _standing(assessment, state))
        for state in item.targets
        if state.kpi in kpis
    ]
    rails = [_rail_row(kpis[state.kpi], state) for state in item.guardrails if state.kpi in kpis]
    title = item.objective.title
    found = (
        [Table(title, _TARGET_COLUMNS, tuple(targets), (owner, *_until(assessment)))]
        if targets
        else []
    )
    if rails:
        caption: tuple[Span, ...] = ("What must not get worse meanwhile.",)
        found.append(Table(f"Guardrails: {title}", _GUARDRAIL_COLUMNS, tuple(rails), caption))
    return found


def _until(assessment: Assessment) -> tuple[Span, ...]:
    """Say for which days the numbers of now stand."""
    return (" ", "Now and n count from the day named to ", assessment.week.last_day, ".")


def _standing(assessment: Assessment, state: TargetState) -> Reading | None:
    """Return the reading that a target is measured by: the sum so far, or the week's."""
    if state.cumulative:
        return assessment.sums.get(state.kpi)
    return assessment.readings[state.kpi].last_week


def _target_row(kpi: Kpi, state: TargetState, standing: Reading | None) -> tuple[Cell, ...]:
    return (
        kpi.title + (" (sum so far)" if state.cumulative else ""),
        _amount(state.level, kpi.unit, state.reason),
        Quantity(standing.n, "count") if standing else None,
        standing.period.start if standing else None,
        _amount(state.expected, kpi.unit, "no start given"),
        Quantity(state.goal.value, kpi.unit),
        state.goal.on,
        _amount(state.projected, kpi.unit, "no forecast"),
        _amount(state.probability, "share", "no forecast"),
        _state_words(state.status, state.reason),
    )


def _rail_row(kpi: Kpi, state: GuardrailState) -> tuple[Cell, ...]:
    return (
        kpi.title,
        _amount(state.value, kpi.unit, state.reason),
        _amount(state.low, kpi.unit, "no interval"),
        _amount(state.high, kpi.unit, "no interval"),
        _amount(state.limit, kpi.unit, state.reason),
        Quantity(state.n, "count"),
        _state_words(state.status, state.reason),
    )


def _state_words(status: str, reason: str) -> str:
    return f"{status}: {reason}" if reason else status


def _amount(value: float | None, unit: str, reason: str) -> Quantity:
    if value is None:
        return Quantity(None, unit, status="missing", reason=reason or "no value")
    return Quantity(value, unit)

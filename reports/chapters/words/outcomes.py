"""What came of bets: expected beside observed, guardrails, decisions, learnings, our record."""

from reports.values.charts import Datum, DotInterval, DotRow
from reports.values.document import Block, Cell, Prose, Quantity, Span, Table, TableColumn
from reports.values.interval import Interval
from reports.values.outcome import BetOutcome, Observed
from reports.values.record import Decision
from reports.values.retrospective import Retrospective

_GRADES = (
    "Grades of evidence: A an experiment, B a group that was not reached, C the KPI's own history, "
    "D none. A grade caps the verb: only A says caused, C says coincided with."
)


def outcome_blocks(told: Retrospective) -> list[Block]:
    """Return what is known of bets that are due, and what could be seen of open ones."""
    due = tuple(one for one in told.outcomes if one.verdict is not None)
    ahead = tuple(one for one in told.outcomes if one.verdict is None)
    blocks: list[Block] = []
    if due:
        blocks += [_outcomes(due), *_chart(due), *_guardrails(due)]
    visible = [one for one in ahead if one.detectable is not None]
    if visible:
        blocks.append(_visible(visible))
    if told.decisions:
        blocks.append(_decisions(told.decisions))
    if told.learnings:
        blocks.append(Table("Learnings", _LEARNED, tuple(_learning(told))))
    if due:
        blocks.append(_record(due))
    return blocks


_LEARNED = (
    TableColumn("What we learned", width=2.6),
    TableColumn("Applies to", width=1.4),
    TableColumn("Evidence", width=1.4),
)


def _outcomes(due: tuple[BetOutcome, ...]) -> Table:
    columns = (
        TableColumn("Bet", width=1.8),
        TableColumn("Expected", "right", 0.9),
        TableColumn("Observed", "right", 0.9),
        TableColumn("Low, 95 %", "right", 0.9),
        TableColumn("High, 95 %", "right", 0.9),
        TableColumn("n", "right", 0.8),
        TableColumn("Visible from", "right", 0.9),
        TableColumn("Since", "right", 1.1),
        TableColumn("Grade", width=0.8),
        TableColumn("Verdict", width=1.6),
        TableColumn("Rule followed", width=0.9),
    )
    return Table("What came of the bets", columns, tuple(map(_outcome, due)), (_GRADES,))


def _outcome(one: BetOutcome) -> tuple[Cell, ...]:
    seen = _readable(one)
    followed = {True: "yes", False: "no", None: "not said"}
    numbers: tuple[Cell, ...] = (None,) * 6
    if seen:
        numbers = (
            _percent(seen.value),
            _percent(seen.low),
            _percent(seen.high),
            Quantity(seen.n, "count"),
            Quantity(seen.half_width * 100, "percent"),
            seen.period.start,
        )
    return (
        one.bet.name,
        _percent(one.bet.expected.value),
        *numbers,
        one.grade,
        f"{one.verdict}: {one.reason}" if one.reason else one.verdict,
        followed[one.decision.rule_followed] if one.decision else None,
    )


def _chart(due: tuple[BetOutcome, ...]) -> list[Block]:
    rows = tuple(_row(one, seen) for one in due if (seen := _readable(one)))
    if not rows:
        return []
    caption: tuple[Span, ...] = (
        (
            "Effects on each bet's KPI relative to its level without the change. "
            "Whatever reaches across zero cannot be told from no change."
        ),
    )
    subtitle = "Change in per cent: observed with 95 % interval, expected with 80 % interval"
    title = "Expected beside observed"
    return [DotInterval(title, subtitle, "percent", rows, form="change", caption=caption)]


def _row(one: BetOutcome, seen: Observed) -> DotRow:
    hoped = one.bet.expected
    return DotRow(
        one.bet.name,
        Datum(seen.value * 100, seen.n),
        Interval(seen.low * 100, seen.high * 100, seen.method, seen.n),
        Datum(hoped.value * 100),
        Interval(hoped.low * 100, hoped.high * 100, "written down", 0, 0.8),
        one.verdict or "",
    )


def _guardrails(due: tuple[BetOutcome, ...]) -> list[Block]:
    columns = (
        TableColumn("Guardrail", width=1.6),
        TableColumn("Bet", width=1.8),
        TableColumn("Margin", "right", 0.8),
        TableColumn("Observed", "right", 0.9),
        TableColumn("Low, 95 %", "right", 0.9),
        TableColumn("High, 95 %", "right", 0.9),
        TableColumn("State", width=0.9),
    )
    rows = []
    for one in due:
        for item in one.guardrails:
            seen = item.observed if item.observed and not item.observed.invalid else None
            numbers = (seen.value, seen.low, seen.high) if seen else (None, None, None)
            margin = Quantity(item.guardrail.margin * 100, "percent")
            cells = [None if number is None else _percent(number) for number in numbers]
            rows.append((item.guardrail.kpi, one.bet.name, margin, *cells, item.state))
    caption = (
        "Kept: a loss beyond the margin is excluded. Unclear: it is not; that is no pass. "
        "Breached: it happened."
    )
    return [Table("Guardrails of the bets", columns, tuple(rows), (caption,))] if rows else []


def _visible(ahead: list[BetOutcome]) -> Table:
    columns = (
        TableColumn("Open bet", width=2),
        TableColumn("Expected", "right"),
        TableColumn("Visible from", "right"),
        TableColumn("Review", "right"),
    )
    rows = tuple(
        (
            one.bet.name,
            _percent(one.bet.expected.value),
            Quantity((one.detectable or 0) * 100, "percent"),
            one.bet.review_on,
        )
        for one in ahead
    )
    caption = (
        "The half-width of the 95 % interval that four weeks gave on the KPI's own past: "
        "a smaller effect will not be seen."
    )
    return Table("What could be seen of open bets", columns, rows, (caption,))


def _decisions(found: tuple[Decision, ...]) -> Table:
    columns = (
        TableColumn("Decision", width=2),
        TableColumn("Outcome", width=2),
        TableColumn("Owner", width=1.2),
        TableColumn("Why", width=1.6),
        TableColumn("Would change our mind", width=1.6),
        TableColumn("Revisit", "right", 1),
        TableColumn("Rule followed", width=0.9),
    )
    followed = {True: "yes", False: "no", None: "not said"}
    rows = tuple(
        (
            one.question,
            one.outcome,
            one.owner,
            one.why or None,
            one.would_change or None,
            one.revisit_on,
            followed[one.rule_followed],
        )
        for one in found
    )
    return Table("Decisions of the week", columns, rows)


def _learning(told: Retrospective) -> list[tuple[Cell, ...]]:
    return [(one.says, one.applies_to or None, one.evidence or None) for one in told.learnings]


def _record(due: tuple[BetOutcome, ...]) -> Prose:
    """Count how our own predictions did; a rate would claim too much of so few."""
    measured = [one for one in due if one.inside is not None]
    scored = [one for one in measured if one.verdict != "not detectable yet"]
    return Prose(
        (
            "Our own predictions: ",
            Quantity(sum(one.verdict == "worked" for one in scored), "count"),
            " of ",
            Quantity(len(scored), "count"),
            " bets with a clear verdict worked; ",
            Quantity(sum(bool(one.inside) for one in measured), "count"),
            " of ",
            Quantity(len(measured), "count"),
            " effects lie inside the 80 % interval expected; ",
            Quantity(len(due) - len(measured), "count"),
            " are past their date without a measurement.",
        )
    )


def _readable(one: BetOutcome) -> Observed | None:
    return one.observed if one.observed and not one.observed.invalid else None


def _percent(share: float) -> Quantity:
    return Quantity(share * 100, "percent", "change")

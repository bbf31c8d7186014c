"""A review whose workspace is German: what is left of English in it would be our own."""

from dataclasses import replace
from datetime import UTC, date, datetime

from assessments import ERRORS, USERS, WEEK, assessment, constant

from reports.chapters import build_chapters
from reports.values.assessment import NotComputed, RelationNote
from reports.values.document import KpiRecord, Review
from reports.values.interval import Interval
from reports.values.objective import (
    Guardrail,
    GuardrailState,
    Objective,
    ObjectiveKpi,
    ObjectiveState,
    Target,
    TargetState,
    Waypoint,
)
from reports.values.reading import Change, Reading
from reports.values.record import Action, Cause, Comment, Decision
from reports.values.signal import (
    Attribution,
    Contribution,
    FactorEffect,
    NormalRange,
    OpenSignal,
    SegmentMove,
    Signal,
    Signals,
)

DAY = date(2026, 11, 10)
KPIS = (
    replace(USERS, title="Aktive Nutzer", why="Wie viele Menschen kamen.", owner="Wachstum"),
    replace(ERRORS, title="Fehleranteil", why="Wie oft etwas misslang."),
    replace(USERS, name="cost", title="Modellkosten", why="Was Antworten kosten.", unit="USD",
            kind="total", better="lower", chapter="cost"),
    replace(USERS, name="delay", title="Wartezeit", why="Wie lange es dauert.", unit="ms",
            kind="quantile", better="lower", chapter="model"),
)  # fmt: skip
VALUES = {"active_users": 1234.0, "error_share": 0.02, "cost": 1_290_400.0, "delay": 4530.0}
BASE = replace(WEEK, start=date(2026, 10, 12), end=WEEK.start)
OBJECTIVE = Objective("habit", "Menschen kommen wieder", "Produktleitung")


def german_review() -> Review:
    """Give a review with every chapter there is, and most of what each can say."""
    found = _assessment()
    return Review(
        product="bot", product_title="Antworter", workspace_title="Beispiel AG",
        week_label="2026-W46", week=WEEK, zone="Europe/Berlin", as_of=found.as_of, revision=1,
        cover="Erfundene Zahlen.", chapters=build_chapters(found),
        kpis=tuple(KpiRecord(kpi, found.readings[kpi.name], ("b" * 64,)) for kpi in KPIS),
        owner="Produktleitung", signals=found.signals, objectives=found.objectives, language="de",
    )  # fmt: skip


def _assessment():
    readings = {kpi.name: constant(kpi, VALUES[kpi.name]) for kpi in KPIS}
    users = readings["active_users"]
    partial = "this week: 5 of 7 days"
    readings["active_users"] = replace(
        users,
        wow=Change(-3.6, "percent", "partial", partial),
        interval=Interval(1100, 1300, "t", 40),
    )
    readings["delay"] = replace(
        readings["delay"], yoy=Change(None, "percent", "not_comparable", "from zero")
    )
    found = assessment(kpis=KPIS, readings=readings, signals=_signals(), objectives=_objectives())
    product = replace(found.product, title="Antworter", dimensions=("country", "plan"))
    return replace(
        found,
        product=replace(product, objectives=(_objectives()[0].objective,)),
        normal={kpi.name: _normal(kpi.name) for kpi in KPIS},
        relations=(*found.relations, RelationNote("feedback", 90, 5, 7, DAY, known_at=True)),
        repeated={"predictions": 2},
        not_computed=(NotComputed("x", "Umsatz", "it needs preise, which is not computed"),),
        decisions=(Decision("Welches Modell bleibt?", "Produktleitung", DAY),),
        actions=(Action("Kosten senken", "Technik", date(2026, 11, 20)),),
        dominated=frozenset({"active_users"}),
        busiest_user=Reading(WEEK, 0.93, "ok", n=40),
        as_of=datetime(2026, 11, 16, 6, tzinfo=UTC),
    )


def _normal(name: str) -> NormalRange:
    value, count = VALUES[name], 26
    reason = "weeks hang together (autocorrelation 0.84): limits may be too narrow"
    lines = (tuple([value * share] * count) for share in (1.1, 1.05, 1.2))
    provisional = name == "cost"
    return NormalRange(
        *lines, standing="provisional" if provisional else "locked", baseline=BASE,
        baseline_weeks=14, rebased="neues Modell", reason=reason if provisional else "",
    )  # fmt: skip


def _signals() -> Signals:
    users = _users()
    known = replace(
        users,
        kpi="delay",
        title="Wartezeit",
        unit="ms",
        value=4530.0,
        lower=4600.0,
        upper=5000.0,
        rule="three_of_four",
        attributions=(),
        objective="",
        known="Umzug ins neue Haus",
    )
    moves = (
        SegmentMove(
            "cost", "Modellkosten", "USD", "percent", "plan", "frei", BASE, 90.0, 99.0, 9.0, 40
        ),
    )
    return Signals(
        found=(users, _errors(users), _cost(users), replace(known, known=""), known),
        judged=4,
        expected_by_chance=0.4,
        unanswered=(OpenSignal("cost", "Modellkosten", "2026-W45", "jump", "up"),),
        segment_moves=moves,
        segments_watched=30,
    )  # fmt: skip


def _users() -> Signal:
    causes = (
        Cause("release", "Version 4", DAY),
        Cause("incident", "Ausfall", DAY, date(2026, 11, 12)),
    )
    return Signal(
        "active_users", "Aktive Nutzer", "users", "beyond_limit", "down", favourable=False,
        since=date(2026, 11, 2), weeks=2, value=1234.0, centre=1357.0, lower=1296.0, upper=1480.0,
        strength=2.0, objective=OBJECTIVE.title, n=40, attributions=(_split("country", 1.0),),
        causes=causes,
        comments=(Comment("bot", "2026-W46", "active_users", "known", "Ferien.", "Wachstum", DAY),),
    )  # fmt: skip


def _errors(like: Signal) -> Signal:
    mixed = replace(_split("plan", 1e-5), verdict="mix")
    return replace(
        like, kpi="error_share", title="Fehleranteil", unit="share", value=0.02, lower=0.021,
        upper=0.024, rule="run_of_eight", weeks=8, objective="", change_unit="bps",
        attributions=(mixed,), comments=(),
    )  # fmt: skip


def _cost(like: Signal) -> Signal:
    factors = (FactorEffect("n", "Aufrufe", 9000.0), FactorEffect("p", "Preis", 1.0))
    return replace(
        like, kpi="cost", title="Modellkosten", unit="USD", value=1_290_400.0, lower=1.3e6,
        upper=1.5e6, rule="jump", weeks=1, attributions=(), causes=(), factors=factors,
        provisional=True, objective="", comments=(),
    )  # fmt: skip


def _split(dimension: str, size: float) -> Attribution:
    parts = (
        Contribution("Süden", 900 * size, 800 * size, -90 * size, -10 * size, -80 * size, 5 * size,
                     named=True, n=300),
        Contribution("other", 500 * size, 490 * size, -10 * size, -size, -9 * size, 20 * size,
                     named=False, n=900),
    )  # fmt: skip
    moved = (-100 * size, -11 * size, -89 * size)
    return Attribution(dimension, BASE, WEEK, *moved, parts, "segments")


def _objectives() -> tuple[ObjectiveState, ...]:
    goal = Waypoint(date(2026, 12, 31), 1500.0)
    target = TargetState("active_users", goal, False, 1234.0, 1300.0, 1400.0, 0.31, "at risk", 7)
    rail = GuardrailState("error_share", 0.03, 0.02, None, None, "kept", 40,
                          "by the value alone, it has no interval")  # fmt: skip
    kpis = (ObjectiveKpi("active_users", Target((goal,))),)
    objective = replace(OBJECTIVE, kpis=kpis, guardrails=(Guardrail("error_share", limit=0.03),))
    return (ObjectiveState(objective, (target,), (rail,)),)

"""What is planted in the full demo is there, and only where the answer key says so."""

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import numpy as np
import oracle
import pandas as pd
import pytest

from reports.demo import DemoPaths, build_demo, story
from reports.values.calendar import Calendar

CALENDAR = Calendar(story.ZONE)
LABELS = story.week_labels()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoPaths:
    """Build the demo in full size once."""
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def rows(demo: DemoPaths) -> oracle.Rows:
    """Read the demo's rows once."""
    return oracle.load_rows(demo.database)


def weekly(rows: oracle.Rows, kpi: str, first: str, last: str) -> "pd.Series[float]":
    """Return a KPI of the weeks from `first` to `last`."""
    labels = LABELS[LABELS.index(first) : LABELS.index(last) + 1]
    weeks = [CALENDAR.week(label) for label in labels]
    return pd.Series([oracle.KPIS[kpi](rows, (w.start, w.end)) for w in weeks], index=labels)


def shift(rows: oracle.Rows, kpi: str, before: tuple[str, str], after: tuple[str, str]) -> float:
    """Return how much a KPI's mean over some weeks lies above that over earlier ones."""
    return float(weekly(rows, kpi, *after).mean() - weekly(rows, kpi, *before).mean())


def xmr(series: "pd.Series[float]", baseline: int) -> "pd.Series[float]":
    """Return distances from the baseline's mean, in sigmas of its moving range."""
    base = series.iloc[:baseline]
    moving_range = np.mean([abs(b - a) for a, b in pairwise(base)])
    return (series.iloc[baseline:] - base.mean()) / (moving_range / 1.128)


def test_size(demo: DemoPaths) -> None:
    """The full demo has the promised numbers of users, events and predictions."""
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        users, events = connection.sql(
            "SELECT COUNT(DISTINCT uid), COUNT(*) FROM usage_events"
        ).fetchall()[0]
        predictions, versions = connection.sql(
            "SELECT COUNT(*), COUNT(DISTINCT model_version) FROM model_answers"
        ).fetchall()[0]

    assert users >= 30_000
    assert events >= 1_000_000
    assert predictions >= 300_000
    assert 2 == versions


def test_mix_shift_moves_the_whole_and_no_plan(rows: oracle.Rows) -> None:
    """The campaign lowers acceptance overall by points, and inside each plan by nothing."""
    before, after = ("2026-W35", "2026-W38"), ("2026-W39", "2026-W43")
    inside = [
        shift(rows.where("plan", plan), "acceptance_share", before, after)
        for plan in ("free", "pro", "team")
    ]

    assert shift(rows, "acceptance_share", before, after) < -0.03
    assert max(abs(change) for change in inside) < 0.012
    assert shift(rows, "value_per_active_user", before, after) < -1.0


def test_release_helps_mobile_only(rows: oracle.Rows) -> None:
    """Acceptance on mobile rises with the release; on the other platforms it does not."""
    before, after = ("2026-W26", "2026-W33"), ("2026-W34", "2026-W38")
    gains = {
        platform: shift(rows.where("platform", platform), "acceptance_share", before, after)
        for platform in ("web", "desktop", "mobile")
    }

    assert 0.07 < gains["mobile"] < 0.11
    assert max(abs(gains["web"]), abs(gains["desktop"])) < 0.015


def test_second_version_is_slower(rows: oracle.Rows) -> None:
    """p95 latency leaves its limits in the rollout's second week and stays out."""
    p95 = weekly(rows, "latency_p95", "2026-W20", story.LAST_WEEK)
    distance = xmr(p95, 20)

    assert distance["2026-W40":"2026-W43"].abs().max() < 3.5
    assert distance["2026-W45":].min() > 3
    assert 1.25 < p95["2026-W46"] / p95[:"2026-W43"].mean() < 1.45


def test_second_version_is_wrong_in_code_only(rows: oracle.Rows) -> None:
    """Over the same two weeks v2 solves fewer answers in code, and as many elsewhere."""
    span = (CALENDAR.week("2026-W44").start, CALENDAR.week("2026-W45").end)
    both = oracle.days_of(rows.outcomes, span)
    share = both.pivot_table("solved", "feature", "model_version")
    gap = share["v2"] - share["v1"]

    assert -0.18 < gap["code"] < -0.08
    assert gap.drop("code").abs().max() < 0.05


def test_second_version_fails_code_tasks(demo: DemoPaths) -> None:
    """Item by item, v2 passes less of code_tasks and as much of the other suite."""
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        runs = oracle.read_table(connection, "eval_runs")
    runs = runs[runs["run_at"] >= "2026-10-12"]
    passed = runs.pivot_table("passed", "suite", "model_version")
    gap = passed["v2"] - passed["v1"]

    assert gap["code_tasks"] < -0.07
    assert abs(gap["golden_answers"]) < 0.04


def test_outage_is_one_day(rows: oracle.Rows) -> None:
    """On the outage's day answers fail and sessions are missing; the days around are usual."""
    day = story.OUTAGE.day or date.min
    spans = [(day + timedelta(days=k), day + timedelta(days=k + 1)) for k in (-7, -1, 0, 1, 7)]
    errors = [oracle.SHIPPED["error_share"](rows, span) or 0 for span in spans]
    events = [len(oracle.days_of(rows.events, span)) for span in spans]

    assert errors[2] > 0.35
    assert max(errors[:2] + errors[3:]) < 0.04
    assert events[2] < 0.5 * min(events[0], events[4])


def test_outage_is_seen_in_its_week(rows: oracle.Rows) -> None:
    """The week's error share leaves its limits, in this week alone."""
    distance = xmr(weekly(rows, "error_share", "2026-W13", "2026-W40"), 20)

    assert ["2026-W37"] == list(distance[distance > 3].index)


def test_late_day_is_late(rows: oracle.Rows) -> None:
    """All events of one day arrive days later; those around it arrive within the hour."""
    day = story.LATE_DAY.day or date.min
    spans = [(day + timedelta(days=k), day + timedelta(days=k + 1)) for k in (-1, 0, 1)]
    frames = [oracle.days_of(rows.events, span) for span in spans]
    delays = [frame["loaded_at"] - frame["ts"] for frame in frames]

    assert delays[1].min() > pd.Timedelta(days=3)
    assert max(delays[0].max(), delays[2].max()) < pd.Timedelta(hours=1)


def test_experiment_is_balanced_and_works(demo: DemoPaths, rows: oracle.Rows) -> None:
    """Half of the users get the treatment and export more while it runs, not before."""
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        exposed = oracle.read_table(connection, "experiment_log")
    assert exposed["uid"].is_unique
    sizes = exposed["variant"].value_counts()
    lifts = {}
    for first, last in (("2026-W06", "2026-W09"), ("2026-W10", "2026-W13")):
        span = (CALENDAR.week(first).start, CALENDAR.week(last).end)
        seen = oracle.days_of(rows.events, span).merge(exposed, on="uid")
        counts = pd.crosstab(seen["variant"], seen["event_name"])
        per_accepted = counts["document_exported"] / counts["answer_accepted"]
        lifts[first] = per_accepted["treatment"] / per_accepted["control"]

    assert 0.42 < sizes["treatment"] / sizes.sum() < 0.58
    assert 1.18 < lifts["2026-W10"] < 1.45
    assert 0.88 < lifts["2026-W06"] < 1.14


def test_null_release_changes_nothing(rows: oracle.Rows) -> None:
    """Around the release without effect, what it aimed at stays within its limits."""
    for kpi in story.NULL_RELEASE.kpis:
        distance = xmr(weekly(rows, kpi, "2025-W50", "2026-W21"), 20)

        assert distance.abs().max() < 3


@pytest.mark.parametrize("kpi", ["active_users", "predictions", "acceptance_share", "value_total"])
def test_quiet_stretch_is_quiet(rows: oracle.Rows, kpi: str) -> None:
    """In the quiet stretch no week leaves the limits of the 20 weeks before."""
    distance = xmr(weekly(rows, kpi, "2026-W02", story.QUIET.last_week), 20)

    assert story.QUIET.first_week == distance.index[0]
    assert distance.abs().max() < 3


def test_outcomes_are_late_and_some_are_revised(demo: DemoPaths) -> None:
    """Half of the outcomes take more than a day, some never come, some are corrected."""
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        never, median_h, longest_h, revised = connection.sql("""
            WITH known AS (
              SELECT answer_id, MIN(checked_at) AS at, COUNT(*) AS versions
              FROM answer_checks GROUP BY answer_id
            )
            SELECT AVG(CASE WHEN known.at IS NULL THEN 1 ELSE 0 END),
              MEDIAN(epoch(known.at - answered_at)) / 3600,
              MAX(epoch(known.at - answered_at)) / 3600,
              SUM(CASE WHEN versions = 2 THEN 1 ELSE 0 END) / COUNT(known.at)
            FROM model_answers LEFT JOIN known USING (answer_id)
        """).fetchall()[0]

    assert 0.15 < never < 0.35
    assert 24 < median_h < 36
    assert 20 * 24 < longest_h <= 21 * 24
    assert 0.02 < revised < 0.04


def test_internal_users_are_flagged_and_matter(demo: DemoPaths) -> None:
    """Internal users are few and busy, so that counting them would show."""
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        people, actions = connection.sql("""
            SELECT AVG(CASE WHEN staff THEN 1 ELSE 0 END),
              SUM(CASE WHEN staff THEN n ELSE 0 END) / SUM(n)
            FROM accounts LEFT JOIN (SELECT uid, COUNT(*) AS n FROM usage_events GROUP BY uid)
              USING (uid)
        """).fetchall()[0]

    assert 0.003 < people < 0.01
    assert actions > 2 * people

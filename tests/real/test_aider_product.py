"""A real AI assistant: one user, unknown costs, a call of 9,990 USD, nine hours, empty weeks."""

from datetime import date
from pathlib import Path

import pytest

from reports import pipeline
from reports.stages.inspection import try_kpi
from reports.values.calendar import epoch_day
from reports.values.document import Callout, Review, Scorecard, ScoreRow, Table
from reports.values.reading import Reading
from tests.real.assistant_oracle import Assistant
from tests.real.conftest import ASSISTANT_WEEKS
from tests.real.frames import Oracle
from tests.real.reviews import Published, differences, job_of, last_week, record_of

pytestmark = pytest.mark.slow

READINGS = 33 * (26 + 6 + 12 + 12)


def all_of(review: Review) -> dict[str, Reading]:
    """Return the week's own reading of every KPI."""
    return {record.definition.name: record.readings.last_week for record in review.kpis}


def score_rows(review: Review) -> dict[str, ScoreRow]:
    """Return the rows of the scorecard."""
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    cards = [block for block in blocks if isinstance(block, Scorecard)]
    return {row.kpi: row for card in cards for group in card.groups for row in group.rows}


@pytest.mark.parametrize("week", ASSISTANT_WEEKS)
def test_every_reading_of_the_assistant_equals_the_plain_computation(
    assistant: Published, assistant_oracle: Oracle[Assistant], week: str
):
    """Value, days and status agree in all weeks and months, missing ones included."""
    assert ("published", ([], READINGS)) == (
        assistant.outcomes[week].state,
        differences(assistant.reviews[week], assistant_oracle),
    )


def test_a_call_of_9990_usd_is_in_the_sum_and_named(assistant: Published):
    """The bill holds the call, and the dearest call says that it is one."""
    found = all_of(assistant.reviews["2025-W19"])

    assert 9_990.012529 == pytest.approx(found["dearest_call"].value, abs=1e-6)
    assert 10_008.63 == pytest.approx(found["cost_total"].value, abs=0.005)
    assert (102, 429) == (found["cost_unknown"].numerator, found["cost_unknown"].denominator)


def test_service_by_model_is_what_the_calls_say(
    assistant: Published, assistant_oracle: Oracle[Assistant]
):
    """Requests, shares and times of each model in four weeks; failed calls have no model."""
    review = assistant.reviews["2025-W19"]
    blocks = [block for chapter in review.chapters for block in chapter.blocks]
    table = next(
        one for one in blocks if isinstance(one, Table) and one.title == "Service of each version"
    )
    calls = assistant_oracle.rows.frames["calls"]
    calls = calls[calls["day"].between(*map(epoch_day, (date(2025, 4, 14), date(2025, 5, 11))))]
    named = calls[calls["model"].notna()].assign(version=calls["client_version"].fillna("unknown"))
    groups = {
        model if version == "unknown" else f"{model} {version}": group
        for (model, version), group in named.groupby(["model", "version"])
    }

    assert table.rows
    for name, requests, answered, _, _, median, p95, *_ in table.rows:
        group = groups[str(name)]
        times = group["latency_s"].dropna().astype(float) * 1000
        assert len(group) == requests.value
        assert (group["status"] == "completed").mean() == pytest.approx(answered.value)
        for cell, level in ((median, 0.5), (p95, 0.95)):
            expected = times.quantile(level, interpolation="inverted_cdf")
            assert expected == pytest.approx(cell.value, rel=0.0101)


def test_a_call_of_nine_hours_is_shown_where_percentiles_hide_it(assistant: Published):
    """The median is seconds, the slowest call is 32,322 of them."""
    found = all_of(assistant.reviews["2025-W03"])

    assert 32_322_000 == found["slowest_call"].value
    assert found["latency_p50"].value < 60_000


def test_an_empty_week_has_no_zeros(assistant: Published):
    """Without events and calls, what rests on them is missing and says since when."""
    review = assistant.reviews["2025-W38"]
    found = all_of(review)
    there = {"stickiness", "peer_stars", "repositories_listed"}
    gone = {name: one for name, one in found.items() if name not in there}

    assert {None} == {one.value for one in gone.values()}
    assert {"no data since 2025-08-13", "no data since 2025-09-05"} == {
        one.reason.split(": ")[-1] for one in gone.values()
    }
    assert (True, "ok") == (found["peer_stars"].value > 40_000, found["peer_stars"].status)


def test_nothing_is_divided_by_nothing(assistant: Published):
    """The week's only call had no reply: its cost is unknown, and no answer could be taken back."""
    found = all_of(assistant.reviews["2025-W48"])

    assert (1, 1.0) == (found["predictions"].value, found["error_share"].value)
    assert {
        "cost_total": (None, "no row has a value"),
        "dearest_call": (None, "no row has a value"),
        "cost_per_successful_prediction": (None, "nothing to divide by"),
        "cost_per_active_user": (None, "cost_total: no row has a value"),
        "undo_share": (None, "divided by zero"),
        "latency_p95": (None, "no rows"),
    } == {
        name: (found[name].value, found[name].reason)
        for name in (
            *("cost_total", "dearest_call", "cost_per_successful_prediction"),
            *("cost_per_active_user", "undo_share", "latency_p95"),
        )
    }


def test_a_day_without_undo_is_no_missing_day(assistant: Published):
    """Feedback is covered by calls: weeks with calls and no undo have a true zero."""
    weeks = record_of(assistant.reviews["2025-W19"], "undo_share").readings.weeks
    undos = record_of(assistant.reviews["2025-W19"], "undos").readings.weeks

    assert 0.0 == weeks[3].value == undos[3].value
    assert [False] * 6 == [one.value is None for one in weeks]


def test_figures_per_user_are_marked_where_one_user_is_nearly_everything(assistant: Published):
    """One user makes all events of the week: the review says so, and where it matters."""
    review = assistant.reviews["2025-W19"]
    marked = {name for name, row in score_rows(review).items() if row.remark}
    callouts = [
        block.title
        for chapter in review.chapters
        for block in chapter.blocks
        if isinstance(block, Callout)
    ]

    assert 1.0 == last_week(review, "top_user_share").value
    assert {"active_users", "new_users", "actions_per_user", "cost_per_active_user"} <= marked
    assert not marked & {"predictions", "cost_total", "latency_p95"}
    assert "One user makes nearly all events" in callouts


def test_events_without_a_user_are_counted(assistant: Published):
    """In August 2024 27 of 73 events name nobody; users and their share leave them out."""
    months = record_of(assistant.reviews["2025-W03"], "events_without_user").readings.months
    august = next(
        month
        for month in months
        if (2024, 8) == (month.period.start.year, month.period.start.month)
    )

    assert (27, 73, "partial") == (august.numerator, august.denominator, august.status)


@pytest.mark.parametrize(("week", "days"), [("2025-W10", 6), ("2025-W12", 6), ("2024-W48", 7)])
def test_weeks_with_lost_events_count_their_days(assistant: Published, week: str, days: int):
    """A day that lost some of its events has rows, so only whole lost days are told."""
    reading = last_week(assistant.reviews[week], "launches")

    assert (days, 7, "ok" if days == 7 else "partial") == (
        reading.days_present,
        reading.days_expected,
        reading.status,
    )


def test_a_kpi_can_be_tried_that_the_review_leaves_out(
    assistant: Published, assistant_oracle: Oracle[Assistant], data: Path
):
    """The shipped feedback rate, tried alone, equals the plain computation."""
    job = job_of(assistant.folder, data, "2025-W19")
    catalog = pipeline.workspace_catalog(job.workspace)

    found = try_kpi(job, catalog, catalog.kpis["feedback_rate"]).history

    assert pytest.approx([one.value or 0.0 for one in found]) == [
        assistant_oracle.expect("feedback_rate", (one.period.start, one.period.end)).value or 0.0
        for one in found
    ]

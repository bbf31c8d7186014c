"""Which numbers of a review are kept in the ledger."""

from datetime import UTC, date, datetime
from pathlib import Path

from reports import pipeline
from reports.config import load_workspace
from reports.rendering import review_to_json
from reports.store import open_store
from reports.values.job import Built, Request
from tests.small import make_small

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)


def test_every_number_of_a_review_is_kept(tmp_path: Path):
    """Weeks, months, fiscal months and to-date numbers are entered; months to come are not."""
    folder = make_small(tmp_path / "small")
    settings = (folder / "review.toml").read_text()
    fiscal = '[calendar]\nmonths = "fiscal_year"\nfiscal_year_start = 7\n'
    (folder / "review.toml").write_text(settings.replace("[calendar]\n", fiscal))
    workspace = load_workspace(folder, {})
    job = pipeline.plan(workspace, Request(), now=NOW, new_run_id=lambda: "run")[0]
    extraction = pipeline.read_facts(job)
    review = pipeline.write_review(job, extraction)
    built = Built(job, extraction, review, {"review.json": review_to_json(review)})

    pipeline.begin(job, "single")
    pipeline.publish_review(built, finished_at=NOW)

    with open_store(workspace.ledger_url) as store:
        stated = store.ledger.published_readings("bot")
    found = {one.reading.period: one.reading for one in stated if one.reading.kpi == "messages"}
    grains = [period.grain for period in found]
    known = next(one.readings for one in review.kpis if one.definition.name == "messages")

    assert {
        "week": 26 + 6,
        "month": 12 + 12,
        "month_to_date": 2,
        "quarter_to_date": 2,
        "year_to_date": 2,
    } == {grain: grains.count(grain) for grain in grains}
    assert date(2026, 11, 16) == max(period.end for period in found)
    assert known.ytd.reading.value == found[known.ytd.reading.period].value
    assert "not begun" == known.fiscal_year[-1].reason

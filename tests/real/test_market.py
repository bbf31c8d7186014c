"""Stars of public repositories as the market of a real assistant, beside plain pandas."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from reports import pipeline
from reports.values.charts import SmallMultiples
from reports.values.document import Quantity, Review, Table
from tests.real.reviews import job_of

pytestmark = pytest.mark.slow

OWN = "cline/cline"
SERIES = ("langchain-ai/langchain", "ollama/ollama", "All-Hands-AI/OpenHands", "n8n-io/n8n")
WEEK, MONDAY, SILENT = "2025-W40", pd.Timestamp("2025-09-29"), pd.Timestamp("2025-08-25")
MARKET = f"""
[products.assistant.market]
own = "{OWN}"
series = {list(SERIES)}
total = true
source = "stars of public repositories"
""".replace("'", '"')


@pytest.fixture(scope="module")
def review(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Return the assistant's review with a market."""
    folder = tmp_path_factory.mktemp("market") / "assistant"
    shutil.copytree(Path(__file__).parent / "aider_product", folder)
    with (folder / "review.toml").open("a") as file:
        file.write(MARKET)
    job = job_of(folder, data, WEEK)
    return pipeline.write_review(job, pipeline.read_facts(job))


@pytest.fixture(scope="module")
def stars(data: Path) -> pd.DataFrame:
    """Return stars by week and repository, of the weeks the review may show."""
    rows = pd.read_parquet(data / "github_stars_weekly" / "stars.parquet")
    wanted = rows[rows["repo"].isin([OWN, *SERIES])]
    table = wanted.pivot_table(index="week_start", columns="repo", values="stars", aggfunc="mean")
    weeks = pd.date_range(end=MONDAY, periods=27, freq="7D")
    shown = table.reindex(weeks)
    return shown.loc[shown.notna().all(axis=1).idxmax() :]


def _blocks(review: Review) -> list[object]:
    return [block for chapter in review.chapters for block in chapter.blocks]


def _number(cell: object) -> float | None:
    return cell.value if isinstance(cell, Quantity) else None


def test_values_ranks_and_shares_are_those_of_pandas(review: Review, stars: pd.DataFrame):
    """Change since the common week, place now and a week earlier, share of all and of growth."""
    (table,) = [
        one for one in _blocks(review)
        if isinstance(one, Table) and one.title == "The market in numbers"
    ]  # fmt: skip
    first, before, last = stars.iloc[0], stars.iloc[-2], stars.iloc[-1]
    growth = last - first
    expected = pd.DataFrame(
        {
            "last": last,
            "change": (last / first - 1) * 100,
            "rank": last.rank(ascending=False, method="min"),
            "before": before.rank(ascending=False, method="min"),
            "share": last / last.sum(),
            "growth": growth / growth.sum(),
        }
    )
    found = {row[0]: [_number(cell) for cell in row[1:7]] for row in table.rows}

    assert {OWN, *SERIES} == set(found)
    for name, row in expected.iterrows():
        assert list(row) == pytest.approx(found[name])
    assert OWN == table.rows[0][0]


def test_a_week_without_data_is_missing_and_not_zero(review: Review, stars: pd.DataFrame):
    """The line has a gap there, and the weeks around it have their values."""
    (chart,) = [
        one for one in _blocks(review)
        if isinstance(one, SmallMultiples) and one.title == "The market beside us"
    ]  # fmt: skip
    for panel in chart.panels:
        by_week = {pd.Timestamp(one.period.start): one for one in panel.readings}
        base = stars[panel.title].iloc[0]

        assert ("missing", None) == (by_week[SILENT].status, by_week[SILENT].value)
        for week, value in stars[panel.title].dropna().items():
            assert 100 * value / base == pytest.approx(by_week[week].value)

"""File entries and dimensions of a workspace are names, whatever they look like."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports.values.query import Query
from reports.warehouse import Warehouse
from tests.bad_input.answers import Answer, job_of

COUNT = Query(
    "count",
    "total",
    "SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n FROM events GROUP BY period, segment",
    ("events",),
)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "*.csv",
        "[a].csv",
        "{a,b}.csv",
        "x'); DROP TABLE y; --.csv",
        "https://example.org/x.parquet",
        "s3://bucket/x.parquet",
        "../../etc/passwd.csv",
        "x.csv\\u0000",
        "folder.csv",
    ],
)
def test_a_file_entry_names_one_file(small: Path, command: Callable[..., Answer], path: str):
    """Patterns, quotes, URLs and other kinds of file are refused by key."""
    (small / "folder.csv").mkdir()
    text = (small / "review.toml").read_text()
    text = text.replace('url = "sqlite:///data.sqlite"', f'files = {{ log = "{path}" }}')
    (small / "review.toml").write_text(text)
    answer = command("check", "--workspace", small)

    assert answer.exit_code in {1, 2}
    assert [] == answer.lacks("[warehouse.files] log")


def test_a_file_may_have_an_odd_name(small: Path):
    """A name that looks like SQL is a name."""
    name = 'lo"g; -- $1 %s :a.csv'
    (small / name).write_text("who,at,what,plan\nada,2026-11-10T10:00:00Z,message,free\n")
    text = (small / "review.toml").read_text()
    text = text.replace('url = "sqlite:///data.sqlite"', f"files = {{ log = '{name}' }}")
    (small / "review.toml").write_text(text)
    job = job_of(small)

    with Warehouse(job.workspace.warehouse, job.product) as opened:
        assert (1,) == opened.extract(COUNT, (job.week,)).first


@pytest.mark.parametrize("name", ['plan"; DROP TABLE log', "plan-1", "Plan", "period", "1"])
def test_a_dimension_has_a_plain_name(small: Path, command: Callable[..., Answer], name: str):
    """Names go into SQL, so they are letters, digits and underscores."""
    text = (small / "review.toml").read_text()
    text = text.replace('dimensions = ["plan"]', f"dimensions = {{ '{name}' = 'plan' }}")
    (small / "review.toml").write_text(text)
    answer = command("check", "--workspace", small)

    assert 2 == answer.exit_code
    assert [] == answer.lacks("review.toml:", "dimensions", "expected")


@pytest.mark.parametrize("by", ['plan"; DROP TABLE log; --', "plan' OR 1=1", "nothing", "*"])
def test_an_asked_dimension_is_looked_up(small: Path, command: Callable[..., Answer], by: str):
    """What `--by` names must be a dimension."""
    answer = command(
        *("kpi", "try", "messages", "--by", by, "--workspace", small, "--week", "2026-W46")
    )

    assert 4 == answer.exit_code
    assert [] == answer.lacks(f"events has no dimension {by}")

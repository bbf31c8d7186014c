"""A workspace folder into which tests write definitions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports.catalog import load_catalog
from reports.errors import DefinitionError

KPI_FILE = '''/*
title   = "Messages"
why     = "How much people talk to the product."
unit    = "count"
better  = "higher"
chapter = "engagement"
kind    = "total"

[columns]
value = "integer, count, messages"
n     = "integer, count, the same number"

[example]
periods = [["2026-11-09", "2026-11-16"]]
events = """
user_id | occurred_at          | name
u1      | 2026-11-09T00:00:00Z | message_sent
"""
expected = """
period | segment | value | n
0      | all     | 1     | 1
"""
*/
SELECT period, segment, COUNT(*) AS value, COUNT(*) AS n
FROM events
GROUP BY period, segment
'''


@pytest.fixture
def kpi_text() -> str:
    """Return a KPI file that is accepted."""
    return KPI_FILE


@pytest.fixture
def sql_folder(tmp_path: Path) -> Path:
    """Return an empty sql folder."""
    folder = tmp_path / "sql"
    (folder / "kpis").mkdir(parents=True)
    return folder


@pytest.fixture
def refusal(sql_folder: Path) -> Callable[[str], DefinitionError]:
    """Return what loads a KPI file of some text and gives back why it is refused."""

    def load(text: str) -> DefinitionError:
        (sql_folder / "kpis" / "messages.sql").write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load_catalog([sql_folder], None)
        return caught.value

    return load


@pytest.fixture
def bulk_refusal(tmp_path: Path) -> Callable[[str], DefinitionError]:
    """Return what loads a kpis.toml of some text and gives back why it is refused."""

    def load(text: str) -> DefinitionError:
        path = tmp_path / "kpis.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load_catalog([], path)
        return caught.value

    return load

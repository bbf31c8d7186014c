"""What the demo's team has written down fits its data, its KPIs and its story."""

from datetime import timedelta
from pathlib import Path
from shutil import copy

import oracle
import pytest

from reports.config import load_workspace
from reports.demo import story
from reports.values.calendar import Calendar
from reports.values.workspace import Workspace

FILES = Path(story.__file__).parent / "files"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Load the demo's files without its data."""
    folder: Path = tmp_path_factory.mktemp("records")
    for path in FILES.glob("*.toml"):
        copy(path, folder)
    return load_workspace(folder, {})


def test_objectives_show_every_way_to_write_a_target(workspace: Workspace):
    """There are levels, a sum and a path, KPIs without a target, and guardrails of both kinds."""
    objectives = workspace.products[0].objectives
    entries = [entry for objective in objectives for entry in objective.kpis]
    targets = [entry.target for entry in entries if entry.target]
    rails = [rail for objective in objectives for rail in objective.guardrails]

    assert {False, True} == {target.cumulative for target in targets}
    assert {1, 2, 3} == {len(target.path) for target in targets}
    assert len(targets) < len(entries)
    assert {True, False} == {rail.limit is None for rail in rails}
    assert all(objective.owner for objective in objectives)


def test_records_name_known_kpis(workspace: Workspace):
    """Objectives and everything written down speak of KPIs that exist."""
    named = {
        entry.kpi
        for objective in workspace.products[0].objectives
        for entry in (*objective.kpis, *objective.guardrails)
    }
    named |= {name for item in workspace.records.annotations for name in item.kpis}
    named |= {name for item in workspace.records.rebases for name in item.kpis}
    named |= {comment.kpi for comment in workspace.records.comments}

    assert set() == named - set(oracle.KPIS)


def test_iterations_follow_each_other(workspace: Workspace):
    """Each lasts two weeks and begins after the one before; the last ends with the data."""
    iterations = workspace.records.iterations
    calendar = Calendar(story.ZONE)

    assert {14} == {(item.last_day - item.first_day).days + 1 for item in iterations}
    assert [item.last_day + timedelta(days=1) for item in iterations[:-1]] == [
        item.first_day for item in iterations[1:]
    ]
    assert calendar.week(story.LAST_WEEK).last_day == iterations[-1].last_day


def test_records_tell_the_story(workspace: Workspace):
    """The campaign and the late day are written down; the outage is commented, W46 is not."""
    records = workspace.records
    calendar = Calendar(story.ZONE)

    assert [
        ("annotation", calendar.week(story.MIX_SHIFT.first_week).start),
        ("incident", story.LATE_DAY.day),
    ] == [(item.kind, item.first_day) for item in records.annotations]
    assert {story.OUTAGE.first_week} == {comment.week_label for comment in records.comments}
    assert set(story.OUTAGE.kpis) == {comment.kpi for comment in records.comments}
    assert calendar.week(story.MIX_SHIFT.first_week).start in {
        rebase.first_day for rebase in records.rebases
    }

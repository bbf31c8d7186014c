"""What the team ships: releases, the changes in them, and one experiment."""

import numpy as np
import pandas as pd

from reports.demo import story
from reports.demo.columns import instants, labels
from reports.demo.population import VARIANTS, Population
from reports.demo.timeline import DAY_US, Floats, Ints, Timeline, stream
from reports.demo.usage import Actions

COMPONENTS = ("app", "backend", "model")
CHANGE_KINDS = ("feature", "fix", "chore")

# Routine releases go out in the morning; those of the story at night, so that whole days
# lie before or after them.
_RELEASED_BY_DAY = 0.42
_RELEASED_AT_NIGHT = 0.01
_OUTAGE_FAILS_AFTER_H = 0.25
_OUTAGE_REPAIR_H = 21.0
_ROUTINE_WEEKDAYS = (1, 3)
_ROUTINE_FAIL_SHARE = 0.12
_CHANGES_PER_RELEASE = 6.0
_LEAD_DAYS = 3.0
_UNRELEASED_CHANGES = 12

# What is planted, then component, version, title and kind of its release.
_TOLD = (
    (story.NULL_RELEASE, "app", "onboarding 2", "New onboarding screens", "feature"),
    (story.HELPED_SEGMENT, "app", "editor 2", "New editor on mobile", "feature"),
    (story.OUTAGE, "backend", "gateway 2", "Rewritten gateway", "feature"),
    (story.SLOW_MODEL, "model", "v2", "Model version v2", "model"),
)


def releases_frame(clock: Timeline) -> pd.DataFrame:
    """Return all releases: the routine ones of every week, and those of the story."""
    plan = pd.concat([_routine(clock), _told(clock)], ignore_index=True)
    day = plan["day"].to_numpy(dtype=np.int64)
    at = clock.instants(day, plan["fraction"].to_numpy(dtype=np.float64))
    fail_h = plan["fail_h"].to_numpy(dtype=np.float64)
    frame = plan.assign(
        released_at=instants(at),
        failed_at=_after(at, fail_h),
        recovered_at=_after(at, fail_h + plan["repair_h"].to_numpy(dtype=np.float64)),
    ).drop(columns=["day", "fraction", "fail_h", "repair_h"])
    return frame.sort_values(["released_at", "release_id"], ignore_index=True)


def changes_frame(releases: pd.DataFrame) -> pd.DataFrame:
    """Return the commits behind the releases, and a few that are not released yet."""
    rng = stream(13)
    counts = 1 + rng.poisson(_CHANGES_PER_RELEASE, len(releases))
    rows = np.repeat(np.arange(len(releases)), counts)
    released = releases["released_at"].astype("int64").to_numpy()[rows]
    lead = 0.05 + rng.gamma(1.4, _LEAD_DAYS / 1.4, len(rows))
    open_at = released.max() + (rng.random(_UNRELEASED_CHANGES) * 2 * DAY_US).astype(np.int64)
    at = np.concatenate([released - (lead * DAY_US).astype(np.int64), open_at])
    release = [*releases["release_id"].to_numpy()[rows], *[None] * _UNRELEASED_CHANGES]
    kind = rng.choice(len(CHANGE_KINDS), len(at), p=[0.45, 0.35, 0.20])
    frame = pd.DataFrame(
        {"committed_at": instants(at), "release_id": release, "kind": labels(kind, CHANGE_KINDS)}
    ).sort_values("committed_at", kind="stable", ignore_index=True)
    return frame.assign(change_id=[f"c{number:04d}" for number in range(1, len(frame) + 1)])


def exposures_frame(clock: Timeline, people: Population, sessions: Actions) -> pd.DataFrame:
    """Return who met the experiment, at their first session while it ran."""
    start = clock.midnights_us[clock.begin(story.EXPERIMENT)]
    end = clock.midnights_us[clock.week_start(story.EXPERIMENT.last_week) + 7]
    inside = (sessions.at_us >= start) & (sessions.at_us < end)
    met = np.flatnonzero(inside & (people.variant[sessions.user] > 0))
    ordered = met[np.lexsort((sessions.at_us[met], sessions.user[met]))]
    _, first = np.unique(sessions.user[ordered], return_index=True)
    chosen = sessions.take(ordered[first])
    variant = labels(people.variant[chosen.user], VARIANTS)
    return pd.DataFrame(
        {"seen_at": instants(chosen.at_us), "user": chosen.user, "variant": variant}
    ).sort_values(["seen_at", "user"], ignore_index=True)


def _routine(clock: Timeline) -> pd.DataFrame:
    """Return one release a week, of app and backend in turn; some fail and are repaired."""
    rng = stream(12)
    week = np.arange(story.WEEKS)
    day = 7 * week + np.array(_ROUTINE_WEEKDAYS)[week % 2]
    failed = rng.random(story.WEEKS) < _ROUTINE_FAIL_SHARE
    kind = rng.choice(2, story.WEEKS, p=[0.6, 0.4])
    frame = pd.DataFrame(
        {
            "day": day,
            "fraction": _RELEASED_BY_DAY,
            "release_id": [f"r{number:03d}" for number in week + 1],
            "component": np.array(COMPONENTS)[week % 2],
            "version": [f"{1 + number // 26}.{number % 26}" for number in week],
            "title": np.array(["Small improvements", "Fixes"])[kind],
            "kind": np.array(CHANGE_KINDS)[kind],
            "fail_h": np.where(failed, rng.uniform(0.2, 6.0, story.WEEKS), np.nan),
            "repair_h": rng.gamma(1.5, 2.0, story.WEEKS) + 0.2,
        }
    )
    told = {clock.begin(planted) for planted, *_ in _TOLD}
    return frame[~frame["day"].isin(told)]


def _told(clock: Timeline) -> pd.DataFrame:
    """Return the releases of the story, and the model version that was there before."""
    rows: list[tuple[object, ...]] = [
        (clock.begin(planted), planted.release_id, *words, _failure_h(planted))
        for planted, *words in _TOLD
    ]
    rows.append((0, "model-v1", "model", "v1", "Model version v1", "model", np.nan))
    names = ["day", "release_id", "component", "version", "title", "kind", "fail_h"]
    return pd.DataFrame(rows, columns=names).assign(
        fraction=_RELEASED_AT_NIGHT, repair_h=_OUTAGE_REPAIR_H
    )


def _failure_h(planted: story.Planted) -> float:
    return _OUTAGE_FAILS_AFTER_H if planted is story.OUTAGE else np.nan


def _after(at_us: Ints, hours: Floats) -> pd.DatetimeIndex:
    """Return instants some hours later; null where the hours are missing."""
    missing = np.isnan(hours)
    later = at_us + (np.where(missing, 0.0, hours) * 3_600_000_000).astype(np.int64)
    return pd.DatetimeIndex(instants(later).where(~missing))

"""The eval suites: every item once a week for each model version in reach."""

import numpy as np
import pandas as pd

from reports.demo import story
from reports.demo.columns import instants, labels
from reports.demo.timeline import Ints, Timeline, stream

SUITES = ("golden_answers", "code_tasks")

_ITEMS = (120, 80)
_JUDGED_BY_HUMAN_SHARE = 0.12
_HUMAN_AGREES_SHARE = 0.90
_RUN_AT = 0.2


def evaluations_frame(clock: Timeline) -> pd.DataFrame:
    """Return the table of evaluations; v2 is tried before its release.

    An item is equally hard in every week and for both versions, so that versions can be
    compared item by item.
    """
    rng = stream(11)
    week, version, item = _runs()
    code = item >= _ITEMS[0]
    ease = np.clip(rng.beta(6.0, 1.6, sum(_ITEMS)), 0.05, 0.98)
    drop = story.V2_CODE_EVAL_DROP * (code & (version == 1))
    passed = rng.random(len(item)) < ease[item] - drop
    score = np.clip(np.where(passed, 0.8, 0.3) + rng.normal(0, 0.1, len(item)), 0, 1)
    agrees = rng.random(len(item)) < _HUMAN_AGREES_SHARE
    human = np.where(rng.random(len(item)) < _JUDGED_BY_HUMAN_SHARE, passed == agrees, -1)
    start = clock.instants(7 * week, np.full(len(week), _RUN_AT))
    return pd.DataFrame(
        {
            "run_at": instants(start + item * 1_000_000),
            "suite": labels(code.astype(np.int64), SUITES),
            "item": item,
            "version": labels(version, story.VERSIONS),
            "passed": passed,
            "score": np.round(score, 4),
            "human_label": labels(human.astype(np.int64), ("fail", "pass")),
        }
    )


def _runs() -> tuple[Ints, Ints, Ints]:
    """Return week, version and item of every evaluation, in the order they were made."""
    first = story.week_index(story.V2_FIRST_EVALUATED_WEEK)
    grid = np.indices((story.WEEKS, len(story.VERSIONS), sum(_ITEMS))).reshape(3, -1)
    week, version, item = grid[:, (grid[1] == 0) | (grid[0] >= first)].astype(np.int64)
    return week, version, item

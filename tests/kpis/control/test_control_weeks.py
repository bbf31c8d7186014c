"""Each week of a stretch is judged as it was when it was new."""

import numpy as np
import pytest

from reports.kpis.control.judgement import Judgement, judge
from reports.kpis.control.weeks import judge_stretch
from tests.kpis.control.series import noise, start, weeks


def story(seed: int) -> list[float | None]:
    """Return two and a half years with a season, a shift, outliers and missing weeks."""
    random = np.random.default_rng(seed)
    values: list[float | None] = [
        100 + 40 * (week % 52 >= 46) + 15 * (week > 60) + random.normal(0, 5) for week in range(130)
    ]
    for week in random.integers(0, 130, 4):
        values[week] = None
    for week in random.integers(0, 130, 8):
        values[week] = 160.0
    return values


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("share", [False, True])
def test_every_week_keeps_the_verdict_of_its_own_review(seed: int, *, share: bool):
    """From twelve weeks to two years on, with holes and a re-base, nothing changes in hindsight."""
    scale = 200 if share else 1
    readings = weeks([None if value is None else value / scale for value in story(seed)])
    records = [(start(70), "a price")] if seed % 2 else []

    def judged(count: int, shown: int) -> Judgement:
        return judge(readings[:count], shown, records, proportion=share)

    whole = judged(130, 130)
    alone = [judged(count, 1) for count in range(1, 131)]

    assert whole.flags == tuple(one.flags[0] for one in alone)
    assert whole.since == tuple(one.since[0] for one in alone)
    assert whole.strength == tuple(one.strength[0] for one in alone)
    assert any(whole.flags)


def test_a_week_without_limits_of_its_time_is_not_judged():
    """Limits drawn later do not judge the weeks that made them."""
    judged = judge_stretch(weeks([*noise(5), 500.0, *noise(14)]), 0, None, proportion=False)

    assert [(None, {})] * 12 == [(week.score, week.fired) for week in judged[:12]]
    assert all(week.score is not None for week in judged[12:])


def test_only_the_weeks_asked_for_are_returned():
    """The first ones are looked at, not told."""
    readings = weeks(noise(40))
    whole = judge_stretch(readings, 0, None, proportion=False)

    assert [whole[25:], ()] == [
        judge_stretch(readings, skipped, None, proportion=False) for skipped in (25, 40)
    ]


def test_a_strength_is_finite():
    """A giant after a calm baseline has the largest strength a document can tell."""
    judged = judge_stretch(weeks([1e-12, 3e-12] * 15 + [1e12]), 30, None, proportion=False)

    assert [1e9] == [week.score for week in judged]

"""Scores, tiers and the market against reference cases and by their properties."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.roadmap.market import Weekly, common_week, placed, week_of_the_market
from reports.roadmap.ranking import Evidence, Measured, hits_by_area, mark_of, rank
from reports.roadmap.scores import beats, ice, rice, wsjf
from reports.values.calendar import Calendar
from reports.values.roadmap import JobScores, RoadmapItem, Target
from tests.kpis.statistics_cases import case, differences

CALENDAR = Calendar("UTC")
WEEK = CALENDAR.week("2026-W46")
WEEKS = CALENDAR.weeks_until(WEEK, 14)
NOTHING = Evidence({}, {}, {})
SPANS = st.tuples(st.floats(0.01, 1e4), st.floats(1.1, 20)).map(lambda p: (p[0], p[0] * p[1]))


def test_rice_with_uncertainty_is_that_of_case_g1():
    """Median, mean, 5 and 95 % values, and the chance that one beats the other."""
    found = case("g1")
    items = found["inputs"]["items"]
    scores = {
        name: rice(
            tuple(one["reach"]), tuple(one["impact"]), one["confidence"], tuple(one["effort"])
        )
        for name, one in items.items()
    }
    actual = {
        "scores": {
            name: {"median": one.median, "mean": one.mean, "p05": one.low, "p95": one.high}
            for name, one in scores.items()
        },
        "prob_greater": {
            pair: beats(*(scores[name] for name in pair.split(">")))
            for pair in found["expected"]["prob_greater"]
        },
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def test_wsjf_is_that_of_case_g2():
    """Cost of delay by job size, ranked, ties by name."""
    found = case("g2")
    items = [
        _item(name, job=JobScores(*values)) for name, values in found["inputs"]["items"].items()
    ]
    told = rank(items, "wsjf", NOTHING)
    actual = {
        "wsjf": {one.item.name: one.score.median for one in told},
        "rank": [one.item.name for one in told],
    }

    assert [] == differences(found["expected"], actual, found["tolerance"])


def _item(name: str, **changes: object) -> RoadmapItem:
    base = RoadmapItem(name, name.title(), "product manager", "idea")
    return replace(base, **changes)


@given(SPANS, SPANS, SPANS, st.floats(0.05, 1), st.floats(0.1, 100))
def test_scores_scale_and_are_monotone(reach, impact, effort, confidence, factor):
    """Twice the reach is twice the score; more effort is less, more confidence more."""
    base = rice(reach, impact, confidence, effort)
    scaled = rice((reach[0] * factor, reach[1] * factor), impact, confidence, effort)
    dearer = rice(reach, impact, confidence, (effort[0] * 2, effort[1] * 2))

    assert scaled.median == pytest.approx(base.median * factor)
    assert dearer.median == pytest.approx(base.median / 2)
    assert rice(reach, impact, confidence / 2, effort).median < base.median
    assert base.low <= base.median <= base.high
    assert base.median <= base.mean


@given(SPANS, SPANS, SPANS, SPANS)
def test_chances_of_beating_add_to_one(one, other, effort, impact):
    """Either is ahead; equal scores are a coin flip."""
    left, right = ice(one, 0.5, effort), ice(other, 0.5, impact)

    assert 1 == pytest.approx(beats(left, right) + beats(right, left))
    assert 0.5 == beats(left, left)
    assert 0.5 == beats(wsjf(JobScores(1, 2, 3, 2)), wsjf(JobScores(3, 2, 1, 2)))


FULL = {"impact": (0.1, 0.2), "effort": (1.0, 2.0)}


def test_neighbours_close_to_a_coin_flip_share_a_tier():
    """Equal guesses are one tier; ten times the reach is another."""
    items = [
        _item("a", reach=(100.0, 200.0), **FULL),
        _item("b", reach=(100.0, 200.0), **FULL),
        _item("c", reach=(10.0, 20.0), **FULL),
    ]
    told = rank(items, "rice", NOTHING)

    assert [("a", 1), ("b", 1), ("c", 2)] == [(one.item.name, one.tier) for one in told]
    assert 0.5 == told[0].beats_next
    assert told == rank(items[::-1], "rice", NOTHING)


def test_a_measured_reach_stands_in_place_of_a_guess():
    """What is counted wins over what is guessed, and its change is told."""
    item = _item("a", reach=(1.0, 2.0), target=Target(feature="export"), **FULL)
    (one,) = rank([item], "rice", Evidence({"a": Measured(1000, 1100)}, {}, {}))

    assert (1000, pytest.approx(0.1)) == (one.measured, one.measured_change)
    assert one.score.median > 40


def test_confidence_is_the_hit_rate_once_ten_bets_are_scored():
    """Nine scored bets change nothing; ten do."""
    item = _item("a", reach=(100.0, 200.0), area="app", confidence=0.9, **FULL)
    nine = rank([item], "rice", Evidence({}, {"app": (2, 9)}, {}))[0]
    ten = rank([item], "rice", Evidence({}, {"app": (2, 10)}, {}))[0]

    assert (0.9, 0) == (nine.confidence, nine.confidence_from)
    assert (0.2, 10) == (ten.confidence, ten.confidence_from)


def test_what_moved_since_the_last_review_is_told_with_its_reason():
    """Reach, effort and the record of bets are told apart."""
    item = _item("a", reach=(100.0, 200.0), **FULL)
    before = mark_of(rank([item], "rice", NOTHING)[0])
    dearer = replace(item, effort=(2.0, 4.0))
    wider = Evidence({"a": Measured(500, 500)}, {}, {"a": before})

    assert ("effort re-estimated",) == rank([dearer], "rice", Evidence({}, {}, {"a": before}))[
        0
    ].moved
    assert ("reach moved",) == rank([item], "rice", wider)[0].moved
    assert () == rank([item], "rice", Evidence({}, {}, {"a": before}))[0].moved


def test_items_without_guesses_are_listed_with_what_they_lack():
    """No score is made up, and what is done is ranked no more."""
    told = rank([_item("a"), _item("b", status="done", **FULL)], "rice", NOTHING)

    assert [("a", None, "without reach and impact and effort")] == [
        (one.item.name, one.rank, one.reason) for one in told
    ]


def _weekly(name: str, *values: float | None, own: bool = False) -> Weekly:
    weeks = WEEKS[-len(values) :]
    pairs = zip(weeks, values, strict=True)
    return Weekly(name, {week: value for week, value in pairs if value is not None}, own)


def test_series_are_indexed_to_the_week_they_share():
    """The first common week is 100; a week without data is missing, never zero."""
    told = placed(
        [_weekly("we", 10, 20, 30, own=True), _weekly("they", None, 100, 150)], WEEKS, total=False
    )

    assert [100, 150] == [reading.value for reading in told[0].readings]
    assert (0.5, 0.5) == (told[0].change, told[1].change)
    assert None is told[1].share
    gap = placed([_weekly("we", 10, None, 30)], WEEKS, total=False)[0]
    assert [100, None, 300] == [reading.value for reading in gap.readings]


def test_shares_need_every_series_of_the_whole():
    """Share and share of growth add to one; without one value there is none."""
    whole = placed([_weekly("we", 10, 20), _weekly("they", 30, 60)], WEEKS, total=True)
    holed = placed([_weekly("we", 10, 20), _weekly("they", 30, None)], WEEKS, total=True)

    assert 1 == pytest.approx(sum(one.share for one in whole))
    assert 1 == pytest.approx(sum(one.growth_share for one in whole))
    assert [None, None] == [one.share for one in holed]


def test_ranks_follow_the_values_of_the_week():
    """Places now and a week before; a series without a value has none."""
    told = {one.name: one for one in placed(
        [_weekly("a", 1, 9), _weekly("b", 2, 5), _weekly("c", 3, None)], WEEKS, total=False
    )}  # fmt: skip

    assert [(1, 3), (2, 2), (None, 1)] == [
        (told[name].rank, told[name].rank_before) for name in "abc"
    ]
    assert common_week([], WEEKS) is None


def test_a_week_of_the_market_is_odd_only_beyond_its_own_weeks():
    """Steady growth with its noise is quiet; a leap is not."""
    quiet = [100 * 1.01**at + at % 3 for at in range(14)]
    leap = [*quiet[:-1], quiet[-1] * 1.3]

    assert "" == week_of_the_market([_weekly("a", *quiet)], WEEKS)
    assert "up" == week_of_the_market([_weekly("a", *leap)], WEEKS)
    assert "" == week_of_the_market([_weekly("a", *leap, own=True)], WEEKS)


def test_a_series_that_stopped_coming_is_late():
    """Two weeks without a value are told; one may be a delay of its source."""
    late, fresh = placed(
        [_weekly("a", 1, 2, None, None), _weekly("b", 1, 2, 3, None)], WEEKS, total=False
    )

    assert "no value in the last 2 weeks" in (late.late, fresh.late)
    assert "" in (late.late, fresh.late)


def test_hits_are_counted_over_the_bets_that_items_of_an_area_name():
    """A bet counts once in an area, done items count, and what is not scored does not."""
    items = [
        replace(_item("a"), area="editor", bets=("x", "y"), status="done"),
        replace(_item("b"), area="editor", bets=("y", "z")),
        replace(_item("c"), area="search", bets=("open",)),
        replace(_item("d"), bets=("x",)),
    ]

    assert {"editor": (1, 2)} == hits_by_area(items, {"x": True, "y": False})

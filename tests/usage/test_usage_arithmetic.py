"""Usage: what pure functions make of counts, with their edges."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.usage.engagement import engagement, spread, top_share
from reports.usage.feedback import feedback, share, without_small
from reports.usage.funnels import Passage, passage, stages, walk
from reports.usage.growth import accounted, growth_weeks
from reports.usage.noise import expect
from reports.usage.reach import Reached, features, judged, plain_name, segments
from reports.usage.retention import cohorts, latest_complete, pooled, segment_retention
from reports.values.calendar import Calendar, epoch_day

CALENDAR = Calendar("UTC")
WEEK = CALENDAR.week("2026-W46")
WEEKS = CALENDAR.weeks_until(WEEK, 13)
PEOPLE = st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=8)


@given(PEOPLE)
def test_growth_adds_up(active):
    """Everybody active is new, retained or resurrected, and the change is what came less left."""
    counts, before = accounted(active), 0
    for now, (new, retained, resurrected, churned) in zip(active, counts, strict=True):
        assert len(now) == new + retained + resurrected
        assert len(now) - before == new + resurrected - churned
        before = len(now)


def test_weeks_at_the_start_of_the_data_mean_nothing():
    """In the first four weeks everybody is new, so nothing is counted; later it is."""
    begins = WEEKS[0].start
    told = growth_weeks(WEEKS, dict.fromkeys(WEEKS, (1, 2, 3, 4)), begins)

    assert [None] * 4 + [6] * 9 == [week.active for week in told]
    assert "everybody is new" in told[0].reason


def test_without_churn_there_is_no_quick_ratio():
    """Nothing is divided by nobody."""
    assert None is growth_weeks((WEEK,), {WEEK: (1, 0, 0, 0)}, None)[0].quick_ratio
    assert 0.5 == growth_weeks((WEEK,), {WEEK: (1, 0, 0, 2)}, None)[0].quick_ratio


def _day(weeks_back: int) -> int:
    return epoch_day(WEEK.shifted(-7 * weeks_back).start)


COHORT = [
    (_day(3), _day(3), 10, 2),
    (_day(3), _day(2), 4, 1),
    (_day(3), _day(0), 7, 7),
    (_day(1), _day(1), 5, 4),
    (_day(1), _day(0), 1, 1),
]


def test_cohorts_are_bounded_and_unbounded():
    """A week in which nobody came counts nobody, and those seen later still count as kept."""
    use = cohorts(COHORT, WEEKS, None)

    assert [(10, (4, 0, 7), (8, 7, 7)), (5, (1,), (1,))] == [
        (one.size, one.bounded, one.unbounded) for one in use.cohorts
    ]
    assert (5, 15) == pooled(use, 1)
    assert 5 == latest_complete(use, 1).size
    assert 10 == latest_complete(use, 2).size


def test_unbounded_retention_never_lies_below_bounded():
    """Who was active in a week was active in it or later."""
    for one in cohorts(COHORT, WEEKS, None).cohorts:
        assert all(b <= u for b, u in zip(one.bounded, one.unbounded, strict=True))
        assert list(one.unbounded) == sorted(one.unbounded, reverse=True)


def test_cohorts_of_the_first_weeks_of_the_data_are_left_out():
    """They hold people who had been there before."""
    use = cohorts(COHORT, WEEKS, WEEK.shifted(-35).start)

    assert [5] == [one.size for one in use.cohorts]


def test_segments_keep_their_own_cohorts():
    """Pooled over complete cohorts, with an interval."""
    use = cohorts(COHORT, WEEKS, None)
    (one,) = segment_retention("plan", {"free": use}, 1)

    assert ("free", 5, 15) == (one.segment, one.returned, one.size)
    assert one.interval.low < 1 / 3 < one.interval.high


def test_a_passage_counts_steps_and_keeps_open_entries_apart():
    """Entries whose window is open are no entries of the week."""
    found = passage([(0, 1, 0, 10), (0, 2, 100_000, 4), (1, 1, 0, 3), (1, 2, 100_000, 2)], 2)

    assert ((10, 4), 3, {100_000: 4}) == (found.reached, found.still_open, found.seconds[1])


def _passage(*reached: int) -> Passage:
    return Passage(reached, tuple({} for _ in reached), 0)


def test_a_step_is_named_only_beyond_noise():
    """A step that loses many more than in twelve weeks is named, the steady ones are not."""
    usual = [_passage(1000, 800 + 10 * (at % 3), 400 + 5 * (at % 2)) for at in range(12)]
    quiet = stages(("a", "b", "c"), [*usual, _passage(1000, 805, 402)])
    broken = stages(("a", "b", "c"), [*usual, _passage(1000, 600, 300)])

    assert [False] * 3 == [one.named for one in quiet]
    assert [False, True, False] == [one.named for one in broken]
    assert not broken[1].higher
    assert (None, 4000) == (broken[0].interval, broken[0].before_users)


def test_a_funnel_without_history_or_entries_is_told_without_a_judgement():
    """The first week has nothing to compare with; no entries divide nothing."""
    (first, second) = stages(("a", "b"), [_passage(5, 2)])
    (empty, none) = stages(("a", "b"), [_passage(0, 0)])

    assert (None, False) == (first.before_users, second.named)
    assert (None, None) == (empty.interval, none.interval)


EVENTS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.integers(0, 99), st.sampled_from("ABC")), max_size=40
)


@given(EVENTS, st.randoms())
def test_funnels_narrow_and_do_not_depend_on_the_order_of_rows(events, order):
    """Each step has no more people than the one before, whatever the order of rows."""
    shuffled = list(events)
    order.shuffle(shuffled)
    for best in (False, True):
        paths = walk(events, "ABC", 50, best=best)
        counts = [sum(len(path) > at for path in paths) for at in range(3)]
        assert counts == sorted(counts, reverse=True)
        assert sorted(paths) == sorted(walk(shuffled, "ABC", 50, best=best))
    assert len(walk(events, "ABC", 50, best=False)) == len(walk(events, "ABC", 50, best=True))


def test_the_top_tenth_is_taken_in_part():
    """Of twenty people two are the top tenth; those alike share what they did."""
    assert 0.5 == top_share([(18, 18.0), (2, 18.0)])
    assert 0.1 == pytest.approx(top_share([(20, 40.0)]))
    assert None is top_share([(20, 0.0)])
    assert None is top_share([(1, -5.0), (19, 40.0)])
    assert None is spread("count", [])


def test_nobody_active_is_no_engagement():
    """Without people there is nothing to say."""
    assert None is engagement(WEEK, [])


def test_a_week_is_odd_among_its_fellows_only_with_enough_of_them():
    """Eight weeks that differ are needed; the p-value is that of the prediction interval."""
    weeks = [10, 11, 9, 10, 12, 8, 10, 11]

    assert None is expect(weeks[:7], 20)
    assert None is expect([10] * 12, 20)
    assert expect(weeks, 20).p < 0.001 < expect(weeks, 10.5).p
    assert expect(weeks, 20).high < 20


def _weeks(counts):
    return {
        week: {"free": Reached(count, count, 0, 0), "paid": Reached(50, 50, 0, 0)}
        for week, count in zip(WEEKS, counts, strict=True)
    }


def test_segments_beyond_their_weeks_are_named_after_adjusting():
    """A segment that doubles is named; one without any spread is not compared."""
    found = judged(segments("plan", WEEKS, _weeks([100, 104, 96] * 4 + [200])))

    assert [("free", True)] == [(one.segment, one.named) for one in found]


def test_features_stand_beside_those_who_lack_them():
    """Who did not do it is everybody less those who did, also among those who came back."""
    by_week = {week: {"export": Reached(20, 30, 40, 30)} for week in WEEKS[5:]}
    everybody = {week: Reached(100, 300, 90, 50) for week in WEEKS}
    (one,) = features(WEEKS, by_week, everybody)

    assert (0.2, 50, 20) == (one.usual_reach, one.others_earlier, one.others_returned)
    assert WEEKS[5] == one.new_since
    assert [0.2] * 8 == [reading.value for reading in one.weeks]
    assert () == features(WEEKS, by_week, {})


@pytest.mark.parametrize("name", ["one_click_export", "One-Click Export", "one click  export"])
def test_events_and_releases_find_each_other_by_their_plain_names(name: str):
    """Dashes, spaces and capitals are no difference."""
    assert "one_click_export" == plain_name(name)


def test_feedback_counts_thumbs_apart_from_other_kinds():
    """A comment is feedback, and neither up nor down."""
    use = feedback([("up", 3, 2), ("down", 1, 1), ("comment", 9, 9)], 100)

    assert (13, 3, 4) == (use.pieces, use.ups, use.rated)
    assert "comment" == use.kinds[0][0]
    assert None is feedback([], 5)
    assert None is share("version", "v1", 0, 0).interval


def test_feedback_of_few_people_is_named_nowhere():
    """Many pieces of three people are still three people; without people pieces count."""
    use = feedback([("up", 60, 40), ("rude", 50, 3), ("slow", 9, 0), ("late", 11, 0)], 100)
    shares = (share("version", "v1", 30, 9), share("version", "v2", 5, 4))
    shown = without_small(replace(use, shares=shares), 10)

    assert ["up", "late"] == [row[0] for row in shown.kinds]
    assert ["v1"] == [one.label for one in shown.shares]
    assert (use.pieces, use.ups, use.rated) == (shown.pieces, shown.ups, shown.rated)


def test_dates_of_data_decide_from_when_counts_hold():
    """Without a first day nothing is held back."""
    assert date(2026, 11, 9) == growth_weeks((WEEK,), {}, None)[0].period.start
    assert "no data" == growth_weeks((WEEK,), {}, None)[0].reason

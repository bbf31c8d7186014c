"""Small cells are put together."""

from hypothesis import given
from hypothesis import strategies as st

from reports.kpis.attribution.pooling import merge, pool_small
from reports.kpis.attribution.segments import Window
from tests.kpis.attribution.breakdowns import series

WINDOW = Window(current=2, base=(0, 1), past=())
COUNTS = st.lists(st.integers(0, 30), min_size=3, max_size=3)


def small(series_, minimum):
    """Tell whether a segment shows fewer than `minimum` observations anywhere."""
    return 0 < series_.n[2] < minimum or 0 < series_.n[0] + series_.n[1] < minimum


def test_small_segments_become_other():
    """Segments below the minimum, in the week or in the base, are shown as one."""
    segments = {
        "tiny now": series([1.0, 2.0, 3.0], n=[9, 9, 4]),
        "tiny before": series([10.0, 20.0, 30.0], n=[2, 2, 9]),
        "large": series([100.0, 200.0, 300.0], n=[9, 9, 9]),
    }

    pooled = pool_small(segments, WINDOW, 5)

    assert ["large", "other"] == list(pooled)
    assert series([11.0, 22.0, 33.0], n=[11, 11, 13]) == pooled["other"]


def test_new_and_vanished_segments_are_not_small():
    """No observation at all tells nothing of anyone, so such a segment stays."""
    segments = {
        "new": series([None, None, 3.0], n=[0, 0, 40]),
        "vanished": series([1.0, 2.0, None], n=[40, 40, 0]),
    }

    assert segments == pool_small(segments, WINDOW, 5)


def test_one_small_segment_takes_the_next_smallest_along():
    """Alone, its value could be told from the total."""
    segments = {
        "a": series([1.0, 1.0, 1.0], n=[9, 9, 2]),
        "b": series([2.0, 2.0, 2.0], n=[9, 9, 60]),
        "c": series([4.0, 4.0, 4.0], n=[9, 9, 50]),
    }

    pooled = pool_small(segments, WINDOW, 5)

    assert ["b", "other"] == list(pooled)
    assert 52 == pooled["other"].n[2]


def test_what_is_other_already_joins_the_small_ones():
    """There is one other, not two."""
    segments = {
        "other": series([1.0, 1.0, 1.0], n=[9, 9, 9]),
        "a": series([2.0, 2.0, 2.0], n=[9, 9, 2]),
        "b": series([4.0, 4.0, 4.0], n=[9, 9, 9]),
    }

    pooled = pool_small(segments, WINDOW, 5)

    assert (["b", "other"], 11) == (list(pooled), pooled["other"].n[2])


@given(st.dictionaries(st.sampled_from("abcdefgh"), COUNTS, min_size=1), st.integers(1, 20))
def test_nothing_small_is_shown_unless_all_is(counts, minimum):
    """Pooling goes on until no cell is small, or only one is left; the sums stay."""
    segments = {name: series([float(n) for n in own], n=own) for name, own in counts.items()}

    pooled = pool_small(segments, WINDOW, minimum)

    assert len(pooled) == 1 or not any(small(one, minimum) for one in pooled.values())
    assert merge(list(segments.values())) == merge(list(pooled.values()))


@given(st.permutations(["a", "b", "c", "d"]))
def test_order_of_the_segments_does_not_matter(order):
    """The same segments are pooled in whatever order they come."""
    counts = {"a": [9, 9, 1], "b": [9, 9, 2], "c": [9, 9, 8], "d": [9, 9, 8]}
    segments = {name: series([1.0, 2.0, 3.0], n=counts[name]) for name in order}

    assert ["d", "other"] == list(pool_small(segments, WINDOW, 5))

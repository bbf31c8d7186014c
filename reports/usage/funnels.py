"""Funnels: who got how far within the window, and which step changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.kpis.buckets import bucket_quantile
from reports.kpis.inference.multiplicity import holm
from reports.kpis.inference.proportions import Proportion, pooled_z, wilson
from reports.usage.noise import expect
from reports.values.usage import FunnelSegment, FunnelStage

NAMED_BELOW = 0.01
_BEFORE_WEEKS = 4

# (whether the window is still open, step from 1, log bucket of seconds, people)
Row = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """The entries of one week: people at each step, and how long each step took.

    Shape: `reached` has one count per step; `seconds` maps log buckets to people, step by step.
    """

    reached: tuple[int, ...]
    seconds: tuple[Mapping[int, int], ...]
    still_open: int


def passage(rows: Iterable[Row], steps: int) -> Passage:
    """Return what the rows of one week say."""
    reached = [0] * steps
    seconds: list[dict[int, int]] = [defaultdict(int) for _ in range(steps)]
    still_open = 0
    for is_open, step, bucket, users in rows:
        if is_open:
            still_open += users if step == 1 else 0
        elif step <= steps:
            reached[step - 1] += users
            seconds[step - 1][bucket] += users
    return Passage(tuple(reached), tuple(dict(one) for one in seconds), still_open)


def stages(titles: Sequence[str], history: Sequence[Passage]) -> tuple[FunnelStage, ...]:
    """Return the steps of the last passage, compared with those before it.

    The four weeks before are what is shown beside it; whether a step's share is out of the
    ordinary is judged by all the weeks before where there are enough, else by the four alone.
    """
    now, before = history[-1], history[:-1]
    odd = [_oddity(at, now, before) for at in range(1, len(titles))]
    adjusted = dict(zip(range(1, len(titles)), holm([one[0] for one in odd]), strict=True))
    told = before[-_BEFORE_WEEKS:]
    found = []
    for at, title in enumerate(titles):
        base = now.reached[at - 1] if at else now.reached[0]
        p = adjusted.get(at)
        found.append(
            FunnelStage(
                title=title,
                users=now.reached[at],
                before_users=sum(one.reached[at] for one in told) if told else None,
                interval=wilson(Proportion(now.reached[at], base)) if at else None,
                total_interval=wilson(Proportion(now.reached[at], now.reached[0])) if at else None,
                median_s=bucket_quantile(now.seconds[at], 0.5) if at else None,
                p=p,
                named=p is not None and p < NAMED_BELOW,
                higher=bool(at) and odd[at - 1][1],
            )
        )
    return tuple(found)


def segment_of(dimension: str, segment: str, found: Passage) -> FunnelSegment:
    """Return how many of a segment's entries went all the way."""
    entries, finished = found.reached[0], found.reached[-1]
    interval = wilson(Proportion(finished, entries))
    return FunnelSegment(dimension, segment, entries, finished, interval)


def _oddity(at: int, now: Passage, before: Sequence[Passage]) -> tuple[float, bool]:
    """Return how odd a step's share is after the weeks before, and whether it is higher."""
    base, users = now.reached[at - 1], now.reached[at]
    past = [(one.reached[at], one.reached[at - 1]) for one in before if one.reached[at - 1]]
    if not base or not past:
        return 1.0, False
    share, usual = users / base, sum(a for a, _ in past) / sum(b for _, b in past)
    expected = expect([a / b for a, b in past], share)
    four = past[-_BEFORE_WEEKS:]
    control = Proportion(sum(a for a, _ in four), sum(b for _, b in four))
    test = pooled_z(control, Proportion(users, base))
    sampling = test.p if test else 1.0
    # A week must be odd both for its size and among its fellows.
    return max(sampling, expected.p if expected else sampling), share > usual


def walk(
    events: Iterable[tuple[str, float, str]], steps: Sequence[str], window: float, *, best: bool
) -> list[tuple[float, ...]]:
    """Return the times at which each person took the steps, as far as they got.

    Steps follow strictly after each other and all within the window of the first, its end
    included. By the first entry only somebody's first step starts the clock; by the best one any.
    """
    by_user: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for user, at, name in events:
        by_user[user].append((at, name))
    found = []
    for rows in by_user.values():
        starts = sorted(at for at, name in rows if name == steps[0])
        tries = [_follow(sorted(rows), start, steps, window) for start in starts]
        if tries:
            found.append(max(tries, key=len) if best else tries[0])
    return found


def _follow(
    rows: Sequence[tuple[float, str]], start: float, steps: Sequence[str], window: float
) -> tuple[float, ...]:
    times = [start]
    for step in steps[1:]:
        later = [at for at, name in rows if name == step and times[-1] < at <= start + window]
        if not later:
            break
        times.append(min(later))
    return tuple(times)

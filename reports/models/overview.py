"""A model's versions side by side, from counts by day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from reports.models.alarms import AlarmRules, WeekPoint, baseline_of, watch
from reports.models.certainty import benjamini_hochberg, not_computed, share
from reports.models.versions import SlicePair, common_days, compare_independent, with_mix
from reports.values.calendar import Period, epoch_day
from reports.values.measure import Alarm, Comparison, Measure
from reports.values.models import CohortKnown, SliceVersus, VersionCounts
from reports.values.reading import Reading

# Counts by day, of one version in one slice.
Days = Mapping[int, VersionCounts]
LEAST_SLICE = 30
JUDGED_WEEKS = 4
LEAST_KNOWN = 0.5


def right_share(counts: VersionCounts) -> Measure:
    """Return the share of right answers among those whose outcome is known."""
    if not counts.labelled:
        return not_computed("right answers", "no outcome is known yet", counts.predictions)
    found = share("right answers", counts.positives, counts.labelled, "right / known outcomes")
    return replace(found, coverage=counts.labelled / counts.predictions)


def total(days: Days, wanted: Collection[int] | None = None) -> VersionCounts:
    """Add up days, all of them or the wanted ones."""
    kept = (one for day, one in days.items() if wanted is None or day in wanted)
    return sum(kept, VersionCounts())


def since(versions: Mapping[str, Days], first: int) -> dict[str, Days]:
    """Return the versions that answered since a day, with their days since then."""
    kept = {
        name: {day: one for day, one in days.items() if day >= first}
        for name, days in versions.items()
    }
    return {name: days for name, days in kept.items() if days}


def shared_weeks(one: Days, other: Days, weeks: Sequence[Period]) -> tuple[Period, ...]:
    """Return the weeks in which two versions answered on the same days."""
    ran = [[_days_of(week) & set(days) for week in weeks] for days in (one, other)]
    both = zip(weeks, *ran, strict=True)
    return tuple(week for week, mine, theirs in both if mine and mine == theirs)


def order_of(versions: Mapping[str, Days]) -> tuple[str, ...]:
    """Return versions in the order in which they first answered."""
    return tuple(sorted(versions, key=lambda name: (min(versions[name]), name)))


def champion_of(versions: Mapping[str, Days], challenger: str) -> str:
    """Return the version that answered most on the challenger's days, or nothing without one."""
    days = set(versions[challenger])
    others = {name: total(found, days).predictions for name, found in versions.items()}
    del others[challenger]
    best = max(others, key=lambda name: (others[name], name), default="")
    return best if best and others[best] else ""


def compared(
    champion: Days, challenger: Days, cuts: Mapping[str, Mapping[str, tuple[Days, Days]]]
) -> tuple[Comparison, int, str]:
    """Compare on the days on which both ran, at the mix of the dimension that differs most.

    Which dimension that is follows from what the versions were asked, never from the effect.

    Shape: `cuts` has, by dimension and slice, the days of champion and challenger.
    Returns the comparison, how many days it rests on, and the dimension of the mix.
    """
    days = common_days([champion, challenger])
    raw = compare_independent(
        right_share(total(champion, days)), right_share(total(challenger, days)), "higher"
    )
    found, mix, moved = raw, "", -1.0
    for dimension, slices in cuts.items():
        pairs = [
            SlicePair(name, right_share(total(old, days)), right_share(total(new, days)))
            for name, (old, new) in slices.items()
        ]
        one = with_mix(raw, pairs, "higher")
        distance = _unlike(pairs)
        if one.adjusted is not None and one.adjusted.value is not None and distance > moved:
            found, mix, moved = one, dimension, distance
    return found, len(days), mix


def _unlike(pairs: Sequence[SlicePair]) -> float:
    """Return how far apart the mixes of two versions are: 0 for the same, 1 for nothing shared."""
    old, new = sum(one.champion.n for one in pairs), sum(one.challenger.n for one in pairs)
    if not old or not new:
        return 0.0
    return sum(abs(one.champion.n / old - one.challenger.n / new) for one in pairs) / 2


def versus(
    champion: Days, challenger: Days, cuts: Mapping[str, Mapping[str, tuple[Days, Days]]]
) -> tuple[SliceVersus, ...]:
    """Compare inside every slice with enough outcomes; p-values are corrected for all of them.

    Source: Benjamini and Hochberg (1995).
    """
    days = common_days([champion, challenger])
    found = []
    for dimension, slices in cuts.items():
        for name, (old, new) in slices.items():
            before, after = (right_share(total(one, days)) for one in (old, new))
            known = before.value is not None and after.value is not None
            if known and min(before.n, after.n) >= LEAST_SLICE:
                found.append((dimension, name, compare_independent(before, after, "higher")))
    tested = [one.p for _, _, one in found if one.p is not None]
    corrected = iter(benjamini_hochberg(tested))
    judged = [
        SliceVersus(dimension, name, one, next(corrected) if one.p is not None else None)
        for dimension, name, one in found
    ]
    return tuple(sorted(judged, key=_largest_first))


def _largest_first(one: SliceVersus) -> tuple[float, str, str]:
    return (-abs(one.comparison.difference.value or 0.0), one.dimension, one.segment)


def week_readings(days: Days, weeks: Sequence[Period]) -> tuple[Reading, ...]:
    """Return the share of right answers by week; weeks without outcomes are missing."""
    found = []
    for week in weeks:
        counts = total(days, _days_of(week))
        if not counts.labelled:
            reason = "no outcome is known yet" if counts.predictions else "the version did not run"
            found.append(Reading(week, None, "missing", reason, n=counts.predictions))
            continue
        found.append(
            Reading(
                week,
                counts.positives / counts.labelled,
                "ok",
                numerator=counts.positives,
                denominator=counts.labelled,
                n=counts.labelled,
            )
        )
    return tuple(found)


def cohorts(versions: Iterable[Days], weeks: Sequence[Period]) -> tuple[CohortKnown, ...]:
    """Return how many outcomes of each week's answers are known, all versions together."""
    every = list(versions)
    found = []
    for week in weeks:
        wanted = _days_of(week)
        counts = sum((total(days, wanted) for days in every), VersionCounts())
        found.append(CohortKnown(week, counts.predictions, counts.labelled))
    return tuple(found)


def last_alarm(
    versions: Mapping[str, Days], weeks: Sequence[Period], known: Sequence[CohortKnown]
) -> tuple[Alarm | None, float | None]:
    """Judge the last week against the older weeks of the version that answered most of them.

    The last four weeks never enter the usual level, so that a break cannot hide itself at once.
    Versions are never pooled for the usual level; the last week is that of all answers, because
    that is what people got.
    """
    usual = _usual_version(versions, weeks[:-JUDGED_WEEKS]) or _usual_version(versions, weeks)
    if not usual:
        return None, None
    rules, typical = AlarmRules("higher"), _typical(known)
    before = [_point(versions[usual], usual, week) for week in weeks[:-JUDGED_WEEKS]]
    baseline = baseline_of(before, rules)
    if baseline.reason:
        return Alarm(0, "unknown", "none", None, reason=baseline.reason), None
    everybody: dict[int, VersionCounts] = {}
    for days in versions.values():
        for day, counts in days.items():
            everybody[day] = everybody.get(day, VersionCounts()) + counts
    ripe = {one.week: _ripe(one, typical) for one in known}
    points = [
        replace(_point(everybody, usual, week), mature=ripe.get(week, True))
        for week in weeks[-JUDGED_WEEKS:]
    ]
    return watch(points, baseline, rules)[-1], baseline.mean


def _usual_version(versions: Mapping[str, Days], weeks: Sequence[Period]) -> str:
    days = {day for week in weeks for day in _days_of(week)}
    counts = {name: total(found, days).labelled for name, found in versions.items()}
    best = max(counts, key=lambda name: (counts[name], name), default="")
    return best if best and counts[best] else ""


def _point(days: Days, version: str, week: Period) -> WeekPoint:
    counts = total(days, _days_of(week))
    found = right_share(counts)
    rarer = min(counts.positives, counts.labelled - counts.positives)
    day = min(_days_of(week))
    return WeekPoint(day, found.value, found.se, found.n, version, rarer, reason=found.reason)


def _typical(known: Sequence[CohortKnown]) -> float:
    """Return the usual share of known outcomes, from all weeks but the last two."""
    shares = sorted(one.labelled / one.predictions for one in known[:-2] if one.predictions)
    return shares[len(shares) // 2] if shares else 0.0


def _ripe(one: CohortKnown, typical: float) -> bool:
    """Tell whether at least half as many outcomes as usual are known of a week."""
    return bool(one.predictions) and one.labelled / one.predictions >= LEAST_KNOWN * typical


def _days_of(week: Period) -> frozenset[int]:
    return frozenset(range(epoch_day(week.start), epoch_day(week.end)))

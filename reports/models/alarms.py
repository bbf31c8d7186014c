"""When a week of a measure is an alarm: too low, out of the ordinary, or slowly worse."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, variance

from reports.values.kpi import Better
from reports.values.measure import Alarm, AlarmRule, Standing

LEAST_WEEKS = 6


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """One week of a measure of one version.

    Units: `week` counts any whole unit that rises by week; `positives` are those of the rarer
    class where the measure needs both, else null. `mature` is false while labels are missing.
    """

    week: int
    value: float | None
    se: float | None
    n: int
    version: str
    positives: int | None = None
    mature: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """Where alarms begin.

    `floor` is the worst value the service promises. `limit` counts standard errors for one week;
    `weight` and `width` shape the EWMA, `slack` and `height` the CUSUM.
    Source: Lucas and Saccucci (1990) for the EWMA; Page (1954) for the CUSUM.
    """

    better: Better
    floor: float | None = None
    least_n: int = 100
    least_positives: int = 20
    limit: float = 3.0
    weight: float = 0.25
    width: float = 3.0
    slack: float = 0.5
    height: float = 4.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """What weeks of one version do without a cause.

    `between` is how much weeks differ beyond their sampling error. `reason` says why there is no
    baseline.
    """

    mean: float
    between: float
    weeks: int
    version: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Memory:
    smoothed: float = 0.0
    cumulated: float = 0.0
    weeks: int = 0


def baseline_of(points: Sequence[WeekPoint], rules: AlarmRules) -> Baseline:
    """Learn the usual level and the spread between weeks; versions are never pooled.

    Weeks with too few rows, such as the first and last part of a week, do not count.
    """
    versions = sorted({point.version for point in points})
    if len(versions) > 1:
        return Baseline(0.0, 0.0, 0, "", f"the reference mixes versions {', '.join(versions)}")
    usable = [point for point in points if not grey(point, rules)]
    values = [point.value for point in usable if point.value is not None]
    if len(values) < LEAST_WEEKS:
        name = versions[0] if versions else ""
        reason = f"only {len(values)} of {LEAST_WEEKS} weeks of the version are known"
        return Baseline(0.0, 0.0, len(values), name, reason)
    sampling = fmean((point.se or 0.0) ** 2 for point in usable)
    between = sqrt(max(0.0, variance(values) - sampling))
    return Baseline(fmean(values), between, len(values), versions[0])


def grey(point: WeekPoint, rules: AlarmRules) -> str:
    """Say why nothing may be concluded from a week, or nothing where it may."""
    if point.value is None:
        return point.reason or "there is no value"
    if not point.mature:
        return "labels of the week are still arriving"
    if point.n < rules.least_n:
        return f"{point.n} rows are fewer than {rules.least_n}"
    if point.positives is not None and point.positives < rules.least_positives:
        return f"{point.positives} of the rarer class are fewer than {rules.least_positives}"
    return ""


def watch(points: Sequence[WeekPoint], baseline: Baseline, rules: AlarmRules) -> tuple[Alarm, ...]:
    """Judge weeks in their order; the first rule that fires names the alarm.

    The order is: the floor, the week against its error and the spread between weeks, then EWMA
    and CUSUM for what is lost slowly. Only changes for the worse count. A grey week raises no
    alarm and leaves the memory of the slow rules as it is.
    """
    memory, found = _Memory(), []
    for point in points:
        alarm, memory = _judge(point, baseline, rules, memory)
        found.append(alarm)
    return tuple(found)


def standing(points: Sequence[WeekPoint], baseline: Baseline, rules: AlarmRules) -> Standing:
    """Tell in a word how the last week stands against the usual level.

    Better takes as much as worse does: a gain must fire the rules that a loss would.
    """
    last = watch(points, baseline, rules)[-1:]
    if not last or last[0].state == "unknown":
        return "unknown"
    if last[0].state == "alarm":
        return "worse"
    turned = replace(rules, better="lower" if rules.better == "higher" else "higher", floor=None)
    gained = watch(points, baseline, turned)[-1]
    return "better" if gained.state == "alarm" else "same"


def _judge(
    point: WeekPoint, baseline: Baseline, rules: AlarmRules, memory: _Memory
) -> tuple[Alarm, _Memory]:
    reason = grey(point, rules)
    if reason or point.value is None:
        return Alarm(point.week, "unknown", "none", point.value, reason=reason), memory
    low = _below_floor(point.value, rules)
    reason = baseline.reason or _foreign(point, baseline) or _undirected(rules)
    spread = sqrt((point.se or 0.0) ** 2 + baseline.between**2)
    if reason or spread <= 0:
        rest = reason or "weeks do not vary, so that no limit holds"
        if low:
            return Alarm(point.week, "alarm", "floor", point.value, reason=rest), memory
        return Alarm(point.week, "unknown", "none", point.value, reason=rest), memory
    sign = -1 if rules.better == "higher" else 1
    distance = sign * (point.value - baseline.mean) / spread
    memory = _Memory(
        (1 - rules.weight) * memory.smoothed + rules.weight * distance,
        max(0.0, memory.cumulated + distance - rules.slack),
        memory.weeks + 1,
    )
    rule: AlarmRule = "floor" if low else _fired(distance, memory, rules)
    clear = Alarm(
        *(point.week, "clear", rule, point.value, distance, memory.smoothed, memory.cumulated)
    )
    return (replace(clear, state="alarm") if rule != "none" else clear), memory


def _fired(distance: float, memory: _Memory, rules: AlarmRules) -> AlarmRule:
    if distance > rules.limit:
        return "week"
    share = rules.weight / (2 - rules.weight)
    settled = 1 - (1 - rules.weight) ** (2 * memory.weeks)
    if memory.smoothed > rules.width * sqrt(share * settled):
        return "ewma"
    return "cusum" if memory.cumulated > rules.height else "none"


def _below_floor(value: float, rules: AlarmRules) -> bool:
    if rules.floor is None or rules.better == "none":
        return False
    return value < rules.floor if rules.better == "higher" else value > rules.floor


def _foreign(point: WeekPoint, baseline: Baseline) -> str:
    if point.version == baseline.version:
        return ""
    return f"the usual level is that of {baseline.version}, not of {point.version}"


def _undirected(rules: AlarmRules) -> str:
    return "neither direction is better" if rules.better == "none" else ""

"""The steps of a waterfall put end to end, closed by what they leave open."""

from dataclasses import dataclass

from reports.values.charts import Waterfall, WaterfallStep

MOST_STEPS = 20
UNEXPLAINED = "Not explained"
_CLOSED = 1e-6


@dataclass(frozen=True, slots=True)
class Stair:
    """A step with where it starts and ends; both are equal where its effect is not known."""

    step: WaterfallStep
    start: float
    end: float


def stairs_of(chart: Waterfall) -> tuple[Stair, ...]:
    """Put the steps end to end from the base; a base that is not known counts as zero."""
    at, stairs = chart.base.value or 0.0, []
    for step in (*pooled(chart.steps), *_rest(chart)):
        stairs.append(Stair(step, at, at + (step.effect or 0.0)))
        at = stairs[-1].end
    return tuple(stairs)


def pooled(steps: tuple[WaterfallStep, ...]) -> tuple[WaterfallStep, ...]:
    """Keep the largest steps in their order, and add the others up."""
    if len(steps) <= MOST_STEPS:
        return steps
    sizes = [abs(step.effect or 0.0) for step in steps]
    order = sorted(range(len(steps)), key=lambda at: -sizes[at])
    largest = frozenset(order[: MOST_STEPS - 1])
    kept = [step for at, step in enumerate(steps) if at in largest]
    others = [step for at, step in enumerate(steps) if at not in largest]
    known = [step.effect for step in others if step.effect is not None]
    effect = sum(known) if known else None
    n = sum(step.n for step in others)
    return (*kept, WaterfallStep(f"{len(others)} more reasons", "rest", effect, n=n))


def _rest(chart: Waterfall) -> tuple[WaterfallStep, ...]:
    """Return a step for what the reasons leave open, if that is more than rounding."""
    if chart.base.value is None or chart.now.value is None:
        return ()
    effects = [step.effect or 0.0 for step in chart.steps]
    rest = chart.now.value - chart.base.value - sum(effects)
    size = max(abs(chart.base.value), abs(chart.now.value), *map(abs, effects), 0.0)
    closed = abs(rest) <= _CLOSED * size
    return () if closed else (WaterfallStep(UNEXPLAINED, "rest", rest),)

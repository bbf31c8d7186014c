"""What lies ahead of a weekly series, averaged over the ways it may have to be smoothed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from reports.kpis.targets.fitting import fit
from reports.kpis.targets.holt import Grid, forecast
from reports.kpis.targets.pacing import chance

SEASON = 52
SEASONAL_WEEKS = 2 * SEASON
UNDAMPED_WEEKS = 6
DAMPED = (0.9, 0.98)


@dataclass(frozen=True, slots=True)
class Projection:
    """One normal forecast per way to smooth, and how much each of them counts.

    Units: `means` and `deviations` those of the series; `weights` add up to one.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    method: str

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return fsum(weight * mean for weight, mean in zip(self.weights, self.means, strict=True))

    def chance(self, goal: float, *, at_least: bool) -> float:
        """Return the probability that the goal will be met."""
        ways = zip(self.weights, self.means, self.deviations, strict=True)
        parts = (weight * chance(mean, sd, goal, at_least=at_least) for weight, mean, sd in ways)
        return min(1.0, fsum(parts))


def project(values: Sequence[float | None], ahead: Sequence[float]) -> Projection:
    """Return the forecast of a weighted sum of the weeks ahead.

    Neither the initial states nor the smoothing is taken as known: what they could as well have
    been widens the forecast. With the best fit alone, intervals of 80 % made from 12 weeks held the
    truth in 35 to 60 % of simulated cases. The trend is damped when the forecast reaches
    further than six weeks. A yearly season is fitted from 104 weeks without gaps on, and used
    where it pays for its 51 states (Akaike).
    Shape: `values` start with a known one; `ahead` has one weight per coming week: 1 in the
    last place for that week's value, 1 throughout for the sum; the last may be a fraction.
    """
    damped = len(ahead) > UNDAMPED_WEEKS
    phis = DAMPED if damped else (1.0,)
    fitted, name = fit(values, _plain_grid(phis)), "Holt"
    if len(values) >= SEASONAL_WEEKS and None not in values:
        seasonal = fit(values, _seasonal_grid(phis[-1:]), SEASON)
        if seasonal.akaike < fitted.akaike:
            fitted, name = seasonal, "Holt-Winters"
    means, deviations = forecast(fitted.smoothed, ahead)
    return Projection(
        tuple(means.tolist()),
        tuple(deviations.tolist()),
        tuple(fitted.weights.tolist()),
        f"{name}, damped trend" if damped else name,
    )


def _plain_grid(phis: Sequence[float]) -> Grid:
    alphas = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    return Grid.of(alphas, (0.0, 0.05, 0.1, 0.2, 0.4), (0.0,), phis)


def _seasonal_grid(phis: Sequence[float]) -> Grid:
    return Grid.of((0.05, 0.2, 0.5), (0.0, 0.1), (0.0, 0.2), phis)

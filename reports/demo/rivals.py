"""The market around the demo: weekly users of four assistants, as a public panel would see them."""

import numpy as np
import pandas as pd

from reports.demo import story
from reports.demo.timeline import Timeline, stream

_STREAM = 21
_LEVELS = {story.OWN_SERIES: 3.4, "Bright Desk": 9.0, "Claro": 4.6, "Deepnote Pal": 1.1}
_GROWTH_PER_WEEK = {
    story.OWN_SERIES: 0.004,
    "Bright Desk": 0.002,
    "Claro": -0.001,
    "Deepnote Pal": 0.003,
}
_NOISE = 0.008
_THOUSAND = 1000


def market_frame(clock: Timeline) -> pd.DataFrame:
    """Return one value per series and week, seen on its Sunday.

    The rival of the story grows fast from its launch on; in the week of the fair all rivals do.
    """
    rng = stream(_STREAM)
    week = np.arange(story.WEEKS)
    fair = week >= story.week_index(story.MARKET_FAIR.first_week)
    launch = story.week_index(story.MARKET_RIVAL.first_week)
    parts = []
    for name, level in _LEVELS.items():
        growth = np.full(story.WEEKS, _GROWTH_PER_WEEK[name])
        if name == story.RIVAL_SERIES:
            growth[week > launch] = story.RIVAL_GROWTH_PER_WEEK
        rival = name != story.OWN_SERIES
        people = level * np.exp(np.cumsum(growth) + rng.normal(0, _NOISE, story.WEEKS))
        people *= np.where(fair & rival, 1 + story.FAIR_GAIN, 1.0)
        day = [clock.first_day + pd.Timedelta(days=int(7 * number + 6)) for number in week]
        rounded = np.round(people * _THOUSAND).astype(np.int64)
        parts.append(pd.DataFrame({"seen_on": day, "name": name, "people": rounded}))
    return pd.concat(parts, ignore_index=True)

"""What becomes known of the answers afterwards: checks of their outcome, and thumbs."""

import numpy as np
import pandas as pd

from reports.demo.columns import instants, labels
from reports.demo.inference import Answers
from reports.demo.timeline import SECOND_US, Floats, Ints, Timeline, stream

_LABELLED_SHARE = 0.78
_REVISED_SHARE = 0.03
_DELAY_MEDIAN_H = 30.0
_DELAY_SIGMA = 1.1
_DELAY_MAX_H = 21 * 24.0
_RATED_SHARE = 0.09
_RATED_SOON_SHARE = 0.90
_RATED_LATE_H = 96.0
_UP_SHARE_SOLVED = 0.86
_UP_SHARE_UNSOLVED = 0.33


def outcomes_frame(clock: Timeline, answers: Answers) -> pd.DataFrame:
    """Return the checks known by the end of the data: late, some never, some revised."""
    rng = stream(7)
    checked = np.flatnonzero((rng.random(answers.size) < _LABELLED_SHARE) & ~answers.failed)
    hours = _DELAY_MEDIAN_H * np.exp(rng.normal(0, _DELAY_SIGMA, len(checked)))
    known = answers.asked.at_us[checked] + _delay_us(np.clip(hours, 1.0, _DELAY_MAX_H))
    wrong = rng.random(len(checked)) < _REVISED_SHARE
    # A revision corrects a first check that was wrong.
    first = answers.truth[checked] ^ wrong
    again = known[wrong] + _delay_us(24 + 96 * rng.random(int(wrong.sum())))
    frame = pd.DataFrame(
        {
            "answer": np.concatenate([checked, checked[wrong]]),
            "checked_us": np.concatenate([known, again]),
            "solved": np.concatenate([first, answers.truth[checked][wrong]]).astype(np.int64),
        }
    )
    frame = frame[frame["checked_us"] < clock.end_us].sort_values(["checked_us", "answer"])
    return frame.assign(checked_us=instants(frame["checked_us"].to_numpy())).rename(
        columns={"checked_us": "checked_at"}
    )


def feedback_frame(clock: Timeline, answers: Answers) -> pd.DataFrame:
    """Return the thumbs given to a share of the answers."""
    rng = stream(8)
    rated = np.flatnonzero((rng.random(answers.size) < _RATED_SHARE) & ~answers.failed)
    soon = rng.random(len(rated)) < _RATED_SOON_SHARE
    hours = np.where(soon, 0.3, _RATED_LATE_H) * rng.random(len(rated))
    at = answers.asked.at_us[rated] + _delay_us(0.01 + hours)
    up = rng.random(len(rated)) < np.where(
        answers.truth[rated], _UP_SHARE_SOLVED, _UP_SHARE_UNSOLVED
    )
    frame = pd.DataFrame(
        {
            "answer": rated,
            "user": answers.asked.user[rated],
            "rated_at": instants(at),
            "thumb": labels(up.astype(np.int64), ("down", "up")),
        }
    )
    return frame[at < clock.end_us]


def _delay_us(hours: Floats) -> Ints:
    return (hours * 3_600 * SECOND_US).astype(np.int64)

"""The coding assistant's numbers in plain pandas, from the files as they were published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tests.real.frames import (
    Measure,
    Oracle,
    Span,
    busiest_share,
    by_day,
    extreme,
    first_rows,
    inside,
    local_times,
    quantile,
    ratio,
    read_parquet,
    recorded,
    stickiness,
    total,
    users,
)

ZONE = "America/Los_Angeles"
PEER = "cline/cline"
FILES = {
    "events": ("aider_product", "events", "ts"),
    "calls": ("aider_product", "inferences", "ts"),
    "releases": ("aider_product", "releases", "released_at"),
    "commits": ("aider_product", "commits", "committed_at"),
    "runs": ("aider_product", "evals", "run_date"),
    "stars": ("github_stars_weekly", "stars", "week_start"),
}
# Rows of these may be absent on any day; the other tells too which days were recorded.
COVERED_BY = {"undos": "calls", "releases": "commits", "runs": "commits", "firsts": "events"}

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Assistant:
    """One frame for each file, beside undone calls at their end and first events of users."""

    frames: Frames


def load_assistant(data: Path) -> Oracle[Assistant]:
    """Read the files and prepare their oracle."""
    frames: Frames = {}
    for name, (folder, file, at) in FILES.items():
        raw = read_parquet(data / folder / f"{file}.parquet")
        zoned = getattr(raw[at].dt, "tz", None) is not None
        frames[name] = by_day(raw, local_times(raw[at], ZONE) if zoned else raw[at])
    undone = frames["calls"][frames["calls"]["undone"].fillna(False).astype(bool)]
    frames["undos"] = by_day(undone, local_times(undone["ts_end"], ZONE))
    frames["firsts"] = first_rows(frames["events"], "ts")
    mondays = frozenset({0})
    days = {
        name: recorded(frame, mondays) if name == "stars" else recorded(frame)
        for name, frame in frames.items()
    }
    coverage = {name: days[name].beside(days[COVERED_BY.get(name, name)]) for name in frames}
    return Oracle(Assistant(frames), MEASURES, coverage)


def _of(
    name: str, compute: Callable[[pd.DataFrame], float | None], *, trailing: int = 0
) -> Measure[Assistant]:
    def value(assistant: Assistant, span: Span) -> float | None:
        return compute(inside(assistant.frames[name], span))

    return Measure(name, value, trailing=trailing)


def _count(
    name: str, test: Callable[[pd.DataFrame], pd.Series] | None = None
) -> Measure[Assistant]:
    return _of(name, lambda rows: float(test(rows).sum() if test else len(rows)))


def _share(name: str, test: Callable[[pd.DataFrame], pd.Series]) -> Measure[Assistant]:
    return _of(name, lambda rows: ratio(test(rows).sum(), len(rows)))


def _cost_per_answer(calls: pd.DataFrame) -> float | None:
    priced = calls[calls["cost_usd"].notna()]
    return ratio(priced["cost_usd"].sum(), (priced["status"] == "completed").sum())


def _tokens(calls: pd.DataFrame) -> float | None:
    return total(calls["prompt_tokens"] + calls["completion_tokens"])


def _tokens_per_call(calls: pd.DataFrame) -> float | None:
    known = calls["prompt_tokens"].dropna()
    return ratio(known.sum(), len(known))


def _rated_the_same_day(assistant: Assistant, span: Span) -> float | None:
    calls = inside(assistant.frames["calls"], span)
    undone = assistant.frames["undos"][["inference_id", "day"]]
    found = calls[["inference_id", "day"]].merge(undone, on=["inference_id", "day"])
    return ratio(len(found), len(calls))


def _best_pass_rate(runs: pd.DataFrame) -> float | None:
    return extreme(runs.loc[runs["benchmark"] == "polyglot_leaderboard", "pass_rate_2"], "max")


def _last_stars(stars: pd.DataFrame) -> float | None:
    peer = stars.loc[stars["repo"] == PEER, "stars"]
    return float(peer.iloc[-1]) if len(peer) else None


MEASURES: dict[str, Measure[Assistant]] = {
    "active_users": _of("events", lambda rows: float(users(rows))),
    "new_users": _count("firsts"),
    "actions_per_user": _of("events", lambda e: ratio(e["user_id"].notna().sum(), users(e))),
    "stickiness": _of("events", stickiness, trailing=28),
    "top_user_share": _of("events", busiest_share),
    "launches": _count("events", lambda rows: rows["event"] == "launched"),
    "messages_sent": _count("events", lambda rows: rows["event"] == "message_send_starting"),
    "events_without_user": _share("events", lambda rows: rows["user_id"].isna()),
    "predictions": _count("calls"),
    "models_used": _of("calls", lambda rows: float(rows["model"].nunique())),
    "error_share": _share("calls", lambda rows: rows["status"] != "completed"),
    "no_reply_share": _share("calls", lambda rows: rows["status"] == "no_reply"),
    "latency_p50": _of("calls", lambda rows: quantile(rows["latency_s"] * 1000, 0.50)),
    "latency_p95": _of("calls", lambda rows: quantile(rows["latency_s"] * 1000, 0.95)),
    "slowest_call": _of("calls", lambda rows: extreme(rows["latency_s"] * 1000, "max")),
    "latency_unknown": _share("calls", lambda rows: rows["latency_s"].isna()),
    "token_volume": _of("calls", _tokens),
    "tokens_per_call": _of("calls", _tokens_per_call),
    "feedback_rate": Measure("calls", _rated_the_same_day),
    "undos": _count("undos"),
    "answers": _count("calls", lambda rows: rows["status"] == "completed"),
    "undo_share": Measure("", ratio, ("undos", "answers")),
    "benchmark_runs": _count("runs"),
    "pass_rate_best": _of("runs", _best_pass_rate),
    "cost_total": _of("calls", lambda rows: total(rows["cost_usd"])),
    "cost_per_active_user": Measure("", ratio, ("cost_total", "active_users")),
    "cost_per_successful_prediction": _of("calls", _cost_per_answer),
    "dearest_call": _of("calls", lambda rows: extreme(rows["cost_usd"], "max")),
    "cost_unknown": _share("calls", lambda rows: rows["cost_usd"].isna()),
    "releases": _count("releases", lambda rows: rows["is_release"].astype(bool)),
    "commits": _count("commits"),
    "reverts": _share("commits", lambda rows: rows["is_revert"].astype(bool)),
    "peer_stars": _of("stars", _last_stars),
    "repositories_listed": _of("stars", lambda rows: float(rows["repo"].nunique())),
}

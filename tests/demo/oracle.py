"""The shipped KPIs over the demo's raw tables, computed in plain pandas from their definitions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

ZONE = "Europe/Berlin"
SEVEN_DAYS_S = 604_800
EPOCH = date(1970, 1, 1)

TABLES = ("accounts", "usage_events", "model_answers", "answer_checks", "ratings", "tool_log")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Rows:
    """The demo's rows without internal users, with `day` (local, since 1970-01-01).

    Shape: each frame is sorted by day. `outcomes` and `feedback` carry their prediction's
    dimensions, `outcomes` also its day.
    """

    events: pd.DataFrame
    first_events: pd.DataFrame
    predictions: pd.DataFrame
    outcomes: pd.DataFrame
    feedback: pd.DataFrame
    tool_calls: pd.DataFrame

    def where(self, dimension: str, value: str) -> "Rows":
        """Return the rows of one segment."""
        frames = {
            name: frame[frame[dimension] == value]
            for name in self.__slots__
            if dimension in (frame := getattr(self, name)).columns
        }
        return replace(self, **frames)


def load_rows(database: Path, *, as_of: datetime | None = None) -> Rows:
    """Read the raw tables, as they were known at an instant."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        tables = {name: read_table(connection, name) for name in TABLES}
    staff = set(tables["accounts"].loc[tables["accounts"]["staff"], "uid"])
    events = _known(_counted(tables["usage_events"], staff, "ts"), "loaded_at", as_of)
    answers = _known(tables["model_answers"], "answered_at", as_of)
    predictions = _counted(answers, staff, "answered_at")
    checks = _known(tables["answer_checks"], "checked_at", as_of).sort_values("checked_at")
    outcomes = predictions.merge(checks.drop_duplicates("answer_id", keep="last"), on="answer_id")
    ratings = _counted(_known(tables["ratings"], "rated_at", as_of), staff, "rated_at")
    segments = predictions[["answer_id", "country", "plan", "platform", "feature", "model_version"]]
    first = events.sort_values("ts", kind="stable").drop_duplicates("uid")
    return Rows(
        events=events,
        first_events=first.sort_values("day", kind="stable"),
        predictions=predictions,
        outcomes=outcomes.sort_values("day", kind="stable"),
        feedback=ratings.merge(segments, on="answer_id").sort_values("day", kind="stable"),
        tool_calls=_with_day(_known(tables["tool_log"], "called_at", as_of), "called_at"),
    )


def read_table(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Read a whole table, instants in UTC."""
    return connection.sql(f"SELECT * FROM {name}").to_arrow_table().to_pandas()


def compute(rows: Rows, spans: Sequence[Span]) -> dict[str, list[float | None]]:
    """Return every KPI's value in each span [first day, day after the last)."""
    return {name: [kpi(rows, span) for span in spans] for name, kpi in KPIS.items()}


def days_of(frame: pd.DataFrame, span: Span, *, before: int = 0) -> pd.DataFrame:
    """Return the rows of a span of local days, and of some days before it."""
    bounds = [(span[0] - EPOCH).days - before, (span[1] - EPOCH).days]
    start, end = np.searchsorted(frame["day"].to_numpy(), bounds)
    return frame.iloc[start:end]


def _with_day(frame: pd.DataFrame, at: str) -> pd.DataFrame:
    local = frame[at].dt.tz_convert(ZONE).dt.tz_localize(None)
    day = (local.dt.normalize() - pd.Timestamp(EPOCH)).dt.days
    return frame.assign(day=day).sort_values("day", kind="stable")


def _counted(frame: pd.DataFrame, staff: set[str], at: str) -> pd.DataFrame:
    return _with_day(frame[~frame["uid"].isin(staff)], at)


def _known(frame: pd.DataFrame, column: str, as_of: datetime | None) -> pd.DataFrame:
    return frame if as_of is None else frame[frame[column] <= as_of]


def _ratio(numerator: float, denominator: float) -> float | None:
    return float(numerator) / float(denominator) if denominator else None


def _active_users(rows: Rows, span: Span) -> float:
    return float(days_of(rows.events, span)["uid"].nunique())


def _top_user_share(rows: Rows, span: Span) -> float | None:
    counts = days_of(rows.events, span)["uid"].value_counts()
    return _ratio(counts.max(), counts.sum()) if len(counts) else None


def _new_users(rows: Rows, span: Span) -> float:
    return float(len(days_of(rows.first_events, span)))


def _actions_per_user(rows: Rows, span: Span) -> float | None:
    inside = days_of(rows.events, span)
    return _ratio(len(inside), inside["uid"].nunique())


def _stickiness(rows: Rows, span: Span) -> float | None:
    """Average, over users active in the 28 days that end with the span, the share of days."""
    length = (span[1] - span[0]).days
    inside = days_of(rows.events, span, before=28 - length)
    pairs = inside[["uid", "day"]].drop_duplicates()
    return _ratio(len(pairs), 28 * pairs["uid"].nunique())


def _funnel_conversion(rows: Rows, span: Span) -> float | None:
    """Follow each start in the span to the user's next accepted answer within it."""
    inside = days_of(rows.events, span)
    starts = inside[inside["event_name"] == "session_started"][["uid", "ts"]]
    ends = inside[inside["event_name"] == "answer_accepted"][["uid", "ts"]]
    found = pd.merge_asof(
        starts.sort_values("ts"),
        ends.assign(end=ends["ts"]).sort_values("ts"),
        on="ts",
        by="uid",
        direction="forward",
        tolerance=pd.Timedelta(seconds=SEVEN_DAYS_S),
    )
    return _ratio(found.loc[found["end"].notna(), "uid"].nunique(), starts["uid"].nunique())


def _value_total(rows: Rows, span: Span) -> float:
    return float(days_of(rows.events, span)["amount_usd"].astype(float).sum())


def _refunds(rows: Rows, span: Span) -> float:
    inside = days_of(rows.events, span)
    return float(inside.loc[inside["event_name"] == "refund", "amount_usd"].astype(float).sum())


def _value_per_active_user(rows: Rows, span: Span) -> float | None:
    return _ratio(_value_total(rows, span), _active_users(rows, span))


def _predictions(rows: Rows, span: Span) -> float:
    return float(len(days_of(rows.predictions, span)))


def _error_share(rows: Rows, span: Span) -> float | None:
    state = days_of(rows.predictions, span)["state"]
    return _ratio((state != "ok").sum(), len(state))


def _latency(quantile: float) -> Callable[[Rows, Span], float | None]:
    def compute_quantile(rows: Rows, span: Span) -> float | None:
        latency = days_of(rows.predictions, span)["latency_ms"].dropna()
        return (
            float(np.quantile(latency, quantile, method="inverted_cdf")) if len(latency) else None
        )

    return compute_quantile


def _cost_total(rows: Rows, span: Span) -> float:
    return float(days_of(rows.predictions, span)["cost_usd"].astype(float).sum())


def _cost_per_successful_prediction(rows: Rows, span: Span) -> float | None:
    inside = days_of(rows.predictions, span)
    return _ratio(_cost_total(rows, span), (inside["state"] == "ok").sum())


def _cost_per_active_user(rows: Rows, span: Span) -> float | None:
    return _ratio(_cost_total(rows, span), _active_users(rows, span))


def _feedback_rate(rows: Rows, span: Span) -> float | None:
    """Count predictions rated on their own day."""
    inside = days_of(rows.predictions, span)[["answer_id", "day"]]
    rated = inside.merge(rows.feedback[["answer_id", "day"]], on="answer_id", suffixes=("", "_r"))
    soon = rated[rated["day_r"] == rated["day"]]
    return _ratio(soon["answer_id"].nunique(), len(inside))


def _positive_feedback_share(rows: Rows, span: Span) -> float | None:
    thumb = days_of(rows.feedback, span)["thumb"]
    return _ratio((thumb == "up").sum(), len(thumb))


def _outcome_success_share(rows: Rows, span: Span) -> float | None:
    solved = days_of(rows.outcomes, span)["solved"]
    return _ratio((solved == 1).sum(), len(solved))


def _token_volume(rows: Rows, span: Span) -> float:
    inside = days_of(rows.predictions, span)
    return float((inside["tokens_in"] + inside["tokens_out"]).sum())


def _named(name: str) -> Callable[[Rows, Span], float]:
    def count(rows: Rows, span: Span) -> float:
        return float((days_of(rows.events, span)["event_name"] == name).sum())

    return count


def _acceptance_share(rows: Rows, span: Span) -> float | None:
    names = days_of(rows.events, span)["event_name"]
    return _ratio((names == "answer_accepted").sum(), (names == "message_sent").sum())


def _exports_per_active_user(rows: Rows, span: Span) -> float | None:
    return _ratio(_named("document_exported")(rows, span), _active_users(rows, span))


def _tool_calls(rows: Rows, span: Span) -> float:
    return float(len(days_of(rows.tool_calls, span)))


def _tool_errors(rows: Rows, span: Span) -> float:
    return float((days_of(rows.tool_calls, span)["state"] == "error").sum())


def _tool_error_share(rows: Rows, span: Span) -> float | None:
    return _ratio(_tool_errors(rows, span), _tool_calls(rows, span))


def _retention(week: int) -> Callable[[Rows, Span], float | None]:
    """Return the share of beginners of some weeks earlier who came in their week of that number."""

    def compute(rows: Rows, span: Span) -> float | None:
        start, end = ((day - EPOCH).days - 7 * week for day in span)
        first = rows.first_events.set_index("uid")["day"]
        begun = first[(first >= start) & (first < end)]
        if begun.empty:
            return None
        seen = rows.events[rows.events["uid"].isin(begun.index)]
        age = seen["day"] - seen["uid"].map(begun)
        inside = seen[(age > 7 * (week - 1)) & (age <= 7 * week)]
        return inside["uid"].nunique() / len(begun)

    return compute


SHIPPED: dict[str, Callable[[Rows, Span], float | None]] = {
    "active_users": _active_users,
    "top_user_share": _top_user_share,
    "new_users": _new_users,
    "actions_per_user": _actions_per_user,
    "stickiness": _stickiness,
    "retention_week_1": _retention(1),
    "retention_week_4": _retention(4),
    "retention_week_12": _retention(12),
    "funnel_conversion": _funnel_conversion,
    "value_total": _value_total,
    "predictions": _predictions,
    "error_share": _error_share,
    "latency_p50": _latency(0.50),
    "latency_p95": _latency(0.95),
    "cost_total": _cost_total,
    "cost_per_successful_prediction": _cost_per_successful_prediction,
    "cost_per_active_user": _cost_per_active_user,
    "feedback_rate": _feedback_rate,
    "positive_feedback_share": _positive_feedback_share,
    "outcome_success_share": _outcome_success_share,
    "token_volume": _token_volume,
}
OWN: dict[str, Callable[[Rows, Span], float | None]] = {
    "messages": _named("message_sent"),
    "answers_accepted": _named("answer_accepted"),
    "acceptance_share": _acceptance_share,
    "exports": _named("document_exported"),
    "exports_per_active_user": _exports_per_active_user,
    "refunds": _refunds,
    "value_per_active_user": _value_per_active_user,
    "tool_calls": _tool_calls,
    "tool_errors": _tool_errors,
    "tool_error_share": _tool_error_share,
}
KPIS = SHIPPED | OWN

"""The answer key of the demo: what is planted, where, when, and which KPIs must show it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.values.calendar import Calendar

SEED = 20_261_115
ZONE = "Europe/Berlin"
FIRST_WEEK = "2025-W29"
LAST_WEEK = "2026-W46"
WEEKS = 70

Direction = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted thing: its weeks (both belong to it), its segment and its rough size.

    `kpis` must show it in `direction`, in `segment` where there is one; `also` may move with
    it. `size` is prose; the numbers behind it are the constants below.
    """

    name: str
    first_week: str
    last_week: str
    kpis: tuple[str, ...]
    direction: Direction
    size: str
    segment: tuple[str, str] | None = None
    also: tuple[str, ...] = ()
    release_id: str = ""
    day: date | None = None


# What moves with the number of people and of what they do.
_VOLUMES = (
    "active_users",
    "actions_per_user",
    "answers_accepted",
    "cost_total",
    "exports",
    "exports_per_active_user",
    "funnel_conversion",
    "messages",
    "new_users",
    "predictions",
    "stickiness",
    "token_volume",
    "tool_calls",
    "tool_errors",
)

MIX_SHIFT = Planted(
    "a campaign brings users of the free plan",
    "2026-W39",
    LAST_WEEK,
    ("acceptance_share", "value_per_active_user"),
    "down",
    "acceptance share falls by about 4 points overall and by nothing inside any plan, because "
    "the free plan's share of messages rises from 50 % to about 60 %; value per active user "
    "falls by about a quarter; new users are four times as many in the first week",
    also=_VOLUMES,
)
HELPED_SEGMENT = Planted(
    "a release helps mobile only",
    "2026-W34",
    LAST_WEEK,
    ("acceptance_share",),
    "up",
    "acceptance share on mobile rises by 9 points, overall by about 2, elsewhere by nothing",
    ("platform", "mobile"),
    also=("answers_accepted", "exports", "exports_per_active_user", "funnel_conversion"),
    release_id="mobile-editor",
    day=date(2026, 8, 17),
)
SLOW_MODEL = Planted(
    "model version v2 is slower",
    "2026-W44",
    LAST_WEEK,
    ("latency_p95",),
    "up",
    "v2 answers a quarter in W44, three quarters in W45, all in W46; its p95 latency is about "
    "a third above that of v1, its median 5 %",
    ("version", "v2"),
    also=("latency_p50",),
    release_id="model-v2",
    day=date(2026, 10, 26),
)
LESS_ACCURATE_SLICE = Planted(
    "model version v2 is wrong more often in code",
    "2026-W44",
    LAST_WEEK,
    ("outcome_success_share",),
    "down",
    "outcome success in code falls by about 13 points at full rollout, overall by about 3, "
    "elsewhere by nothing; v2 passes 12 points less of the eval suite code_tasks, which was "
    "known from W42 on",
    ("feature", "code"),
    also=("positive_feedback_share",),
    release_id="model-v2",
    day=date(2026, 10, 26),
)
OUTAGE = Planted(
    "an outage of one day",
    "2026-W37",
    "2026-W37",
    ("error_share", "tool_error_share"),
    "up",
    "on Thursday 10 September 70 % of sessions are lost and 45 % of the answers fail; the "
    "week's error share rises from 1.5 % to about 4 %, its events fall by about a tenth",
    also=(*_VOLUMES, "feedback_rate", "cost_per_active_user", "tool_errors"),
    release_id="gateway-rewrite",
    day=date(2026, 9, 10),
)
LATE_DAY = Planted(
    "a day of events arrives late",
    "2026-W42",
    "2026-W42",
    ("active_users", "value_total"),
    "none",
    "all events of Saturday 17 October are loaded on Wednesday 21 October: a review of W42 made "
    "before lacks a day, one made after does not",
    day=date(2026, 10, 17),
)
EXPERIMENT = Planted(
    "an experiment with a true effect",
    "2026-W10",
    "2026-W13",
    ("exports_per_active_user",),
    "up",
    "two users of five take part, half of them see one-click export: 30 % more exports per "
    "accepted answer while it runs; overall about 6 %, within normal variation or close to it",
    ("variant", "treatment"),
    also=("exports",),
    day=date(2026, 3, 2),
)
NULL_RELEASE = Planted(
    "a release without effect",
    "2026-W18",
    "2026-W18",
    ("acceptance_share", "exports_per_active_user"),
    "none",
    "the new onboarding changes no number at all",
    release_id="new-onboarding",
    day=date(2026, 4, 28),
)
MARKET_RIVAL = Planted(
    "a rival grows fast",
    "2026-W20",
    LAST_WEEK,
    (),
    "none",
    "the smallest of three rivals, Deepnote Pal, grows by 5 % a week and passes the product in the "
    "ranking of the market within half a year",
)
MARKET_FAIR = Planted(
    "a fair brings people to every rival",
    "2026-W45",
    LAST_WEEK,
    (),
    "none",
    "all rivals together grow by about 15 % in one week, the product does not",
)
QUIET = Planted(
    "a quiet stretch",
    "2026-W22",
    "2026-W33",
    (),
    "none",
    "nothing is planted, and in the 25 weeks before it nothing that shifts a level beyond normal "
    "variation; a KPI over rolling days, like stickiness, may wander",
    also=("stickiness",),
)
ANSWER_KEY = (
    MIX_SHIFT,
    HELPED_SEGMENT,
    SLOW_MODEL,
    LESS_ACCURATE_SLICE,
    OUTAGE,
    LATE_DAY,
    EXPERIMENT,
    NULL_RELEASE,
    MARKET_RIVAL,
    MARKET_FAIR,
    QUIET,
)

EXPERIMENT_NAME = "one_click_export"
MODEL = "assistant-core"
VERSIONS = ("v1", "v2")

# Sign-ups to the free plan are multiplied: on the days of the first week, then in every later one.
CAMPAIGN_LAUNCH_FACTORS = (14.0, 10.0, 7.0, 5.0, 4.0, 2.5, 2.5)
CAMPAIGN_LATER_FACTOR = 2.4

MOBILE_ACCEPTANCE_BEFORE = -0.10
MOBILE_ACCEPTANCE_GAIN = 0.09

ROLLOUT_DAYS = 14
V2_LATENCY_FACTOR = 1.05
V2_LATENCY_SIGMA = 0.65
V2_CODE_LOGIT_SHIFT = -0.75
V2_CODE_EVAL_DROP = 0.12
V2_FIRST_EVALUATED_WEEK = "2026-W42"

OUTAGE_SESSION_FACTOR = 0.30
OUTAGE_ERROR_SHARE = 0.45

LATE_DAY_LOADED_AFTER_DAYS = 4

OWN_SERIES = "Acme Assistant"
RIVAL_SERIES = "Deepnote Pal"
RIVAL_GROWTH_PER_WEEK = 0.05
FAIR_GAIN = 0.15

ENROLLED_SHARE = 0.40
TREATMENT_EXPORT_FACTOR = 1.30


def week_index(label: str) -> int:
    """Return how many weeks `label` lies after the first week."""
    calendar = Calendar(ZONE)
    return (calendar.week(label).start - calendar.week(FIRST_WEEK).start).days // 7


def week_labels() -> tuple[str, ...]:
    """Return the names of all weeks, oldest first."""
    calendar = Calendar(ZONE)
    weeks = calendar.weeks_until(calendar.week(LAST_WEEK), WEEKS)
    return tuple(calendar.week_label(week) for week in weeks)

"""What people wrote down: iterations, annotations, re-bases, and comments on signals."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.values.bet import Bet, Goal, Learning

CauseKind = Literal["release", "iteration", "incident", "annotation"]
CommentState = Literal["known", "investigating", "false alarm"]
ActionKind = Literal["prevent", "detect", "measure", "build"]
ActionEnd = Literal["done", "dropped"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that coincided with a change; never more than that.

    `ends` is the last day of what lasts longer than one.
    """

    kind: CauseKind
    label: str
    on: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Iteration:
    """A sprint or release train; `last_day` belongs to it; empty `products` means all."""

    name: str
    first_day: date
    last_day: date
    goal: str = ""
    products: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """A dated remark, or an incident in the data; empty `products` or `kpis` means all."""

    kind: Literal["annotation", "incident"]
    text: str
    first_day: date
    last_day: date
    products: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebase:
    """A recorded cause for new limits from a week on; empty `products` or `kpis` means all.

    `first_day` is a day of the first week under the new limits; `by` names a role.
    """

    first_day: date
    cause: str
    by: str
    products: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A question that somebody has to decide; `owner` names a role, `outcome` what was decided.

    `rule_followed` tells whether the rule of its bet was kept to, `worked` whether the bet did what
    was hoped; null where that is not said.
    """

    question: str
    owner: str
    due: date
    decided_on: date | None = None
    outcome: str = ""
    products: tuple[str, ...] = ()
    why: str = ""
    would_change: str = ""
    revisit_on: date | None = None
    bet: str = ""
    rule_followed: bool | None = None
    worked: bool | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done, with one owner (a role) and a day; open until it is closed.

    `end_state` is how one sees that it is done; `effect` tells whether it had the one intended,
    null while that is not known. `bet` or `kpi` is what it follows from.
    """

    what: str
    owner: str
    due: date
    closed_on: date | None = None
    products: tuple[str, ...] = ()
    opened_on: date | None = None
    ended: ActionEnd = "done"
    kind: ActionKind | None = None
    end_state: str = ""
    effect: bool | None = None
    link: str = ""
    bet: str = ""
    kpi: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What an owner says about a KPI's signal in a week; `by` names a role, `on` the day."""

    product: str
    week_label: str
    kpi: str
    state: CommentState
    says: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Records:
    """Everything written down in `iterations.toml` and `comments.toml`."""

    iterations: tuple[Iteration, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    comments: tuple[Comment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    bets: tuple[Bet, ...] = ()
    learnings: tuple[Learning, ...] = ()

"""The tables of `iterations.toml` and `comments.toml` and the keys each may hold."""

from pydantic import Field

from reports.config.fields import (
    Day,
    FilledLine,
    Line,
    NameList,
    Remark,
    Snake,
    SnakeList,
    Tables,
    Week,
)
from reports.config.schema import Keys
from reports.values.record import ActionEnd, ActionKind, CommentState

_FIRST_DAY = ["first_day = 2026-09-21"]
_OWNER = ['owner = "model lead"']
_DUE = ["due = 2026-11-20"]
_BY = ['by = "platform lead"']


class RecordKeys(Keys):
    """The keys of a table outside of `review.toml`."""


class IterationsFileKeys(RecordKeys):
    """The tables of `iterations.toml`."""

    iterations: Tables = Field(default_factory=list)
    annotations: Tables = Field(default_factory=list)
    incidents: Tables = Field(default_factory=list)
    rebases: Tables = Field(default_factory=list)
    decisions: Tables = Field(default_factory=list)
    actions: Tables = Field(default_factory=list)
    bets: Tables = Field(default_factory=list)
    learnings: Tables = Field(default_factory=list)


class IterationKeys(RecordKeys):
    """[[iterations]]."""

    name: FilledLine = Field(examples=['name = "2026-14"'])
    first_day: Day = Field(examples=_FIRST_DAY)
    last_day: Day = Field(examples=["last_day = 2026-10-04"])
    goal: Line = ""
    goals: Tables = Field(default_factory=list)
    products: NameList = Field(default_factory=list)


class AnnotationKeys(RecordKeys):
    """[[annotations]] and [[incidents]]."""

    text: FilledLine = Field(examples=['text = "Campaign for the free plan"'])
    on: Day | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    products: NameList = Field(default_factory=list)
    kpis: SnakeList = Field(default_factory=list)


class RebaseKeys(RecordKeys):
    """[[rebases]]."""

    first_day: Day = Field(examples=_FIRST_DAY)
    cause: FilledLine = Field(examples=['cause = "The free plan has doubled"'])
    by: FilledLine = Field(examples=_BY)
    products: NameList = Field(default_factory=list)
    kpis: SnakeList = Field(default_factory=list)


class DecisionKeys(RecordKeys):
    """[[decisions]]."""

    question: FilledLine = Field(examples=['question = "Keep v2 for code answers?"'])
    owner: FilledLine = Field(examples=_OWNER)
    due: Day = Field(examples=_DUE)
    decided_on: Day | None = None
    outcome: Line = ""
    why: Line = ""
    would_change: Line = ""
    revisit_on: Day | None = None
    bet: Line = ""
    rule_followed: bool | None = None
    worked: bool | None = None
    products: NameList = Field(default_factory=list)


class ActionKeys(RecordKeys):
    """[[actions]]."""

    what: FilledLine = Field(examples=['what = "Cache long contexts of v2"'])
    owner: FilledLine = Field(examples=_OWNER)
    due: Day = Field(examples=_DUE)
    closed_on: Day | None = None
    opened_on: Day | None = None
    ended: ActionEnd = "done"
    kind: ActionKind | None = None
    end_state: Line = ""
    effect: bool | None = None
    link: Line = ""
    bet: Line = ""
    kpi: Snake | None = None
    products: NameList = Field(default_factory=list)


class CommentsFileKeys(RecordKeys):
    """The tables of `comments.toml`."""

    comments: Tables = Field(default_factory=list)


class CommentKeys(RecordKeys):
    """[[comments]]."""

    product: FilledLine | None = None
    week: Week = Field(examples=['week = "2026-W46"'])
    kpi: Snake = Field(examples=['kpi = "error_share"'])
    state: CommentState = Field(examples=['state = "known", "investigating" or "false alarm"'])
    says: Remark = Field(examples=['says = "One line."'])
    by: FilledLine = Field(examples=_BY)
    on: Day = Field(examples=["on = 2026-11-16"])

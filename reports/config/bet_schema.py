"""The tables of `iterations.toml` on bets, goals and learnings, and the keys each may hold."""

from typing import Annotated

from pydantic import Field

from reports.config.fields import Day, FilledLine, Line, NameList, Number, Snake, Tables
from reports.config.record_schema import RecordKeys

_PROBABILITY = Annotated[float, Field(gt=0, lt=1)]
_MARGIN = Annotated[float, Field(gt=0, le=10)]
_SHARE = Annotated[float, Field(gt=0, lt=1)]


class BetKeys(RecordKeys):
    """[[bets]]."""

    name: FilledLine = Field(examples=['name = "one-click export"'])
    hypothesis: FilledLine = Field(examples=['hypothesis = "Fewer steps bring more exports"'])
    kpi: Snake = Field(examples=['kpi = "exports_per_active_user"'])
    expected: Number = Field(examples=["expected = 0.20"])
    interval: Annotated[list[Number], Field(min_length=2, max_length=2)] = Field(
        examples=["interval = [0.05, 0.35]"]
    )
    probability: _PROBABILITY = Field(examples=["probability = 0.6"])
    rule: FilledLine = Field(examples=['rule = "Everybody gets it if exports rise"'])
    owner: FilledLine = Field(examples=['owner = "product manager"'])
    review_on: Day = Field(examples=["review_on = 2026-04-06"])
    written_on: Day = Field(examples=["written_on = 2026-02-24"])
    experiment: Line = ""
    release: Line = ""
    segment: dict[Snake, FilledLine] = Field(default_factory=dict)
    guardrails: Tables = Field(default_factory=list)
    iteration: Line = ""
    control: FilledLine = "control"
    shares: dict[FilledLine, _SHARE] = Field(default_factory=dict)
    unexposed: dict[Snake, NameList] = Field(default_factory=dict)
    products: NameList = Field(default_factory=list)


class BetGuardrailKeys(RecordKeys):
    """An entry of a bet's guardrails."""

    kpi: Snake = Field(examples=['kpi = "latency_p95"'])
    margin: _MARGIN = Field(examples=["margin = 0.05"])


class GoalKeys(RecordKeys):
    """An entry of an iteration's goals."""

    says: FilledLine = Field(examples=['says = "Half of the sessions end with an export"'])
    objective: Line = ""


class LearningKeys(RecordKeys):
    """[[learnings]]."""

    says: FilledLine = Field(examples=['says = "Fewer steps help people who come rarely"'])
    on: Day = Field(examples=["on = 2026-04-08"])
    applies_to: Line = ""
    evidence: Line = ""
    bet: Line = ""
    products: NameList = Field(default_factory=list)

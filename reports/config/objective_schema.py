"""The tables of an objective and the keys each may hold."""

from typing import Annotated

from pydantic import Field

from reports.config.fields import Day, FilledLine, KpiEntry, Line, Number, Snake, Tables
from reports.config.schema import Keys

_KPI = ['kpi = "active_users"']


class ObjectiveKeys(Keys):
    """[[products.NAME.objectives]]."""

    name: Snake = Field(examples=['name = "useful"'])
    title: FilledLine = Field(examples=['title = "People finish real work"'])
    owner: Line = ""
    weight: Annotated[Number, Field(gt=0, le=100)] = 1.0
    kpis: list[KpiEntry] = Field(min_length=1, examples=['kpis = ["active_users"]'])
    guardrails: Tables = Field(default_factory=list)


class TargetKeys(Keys):
    """One of kpis: a KPI, and what it shall reach if anything."""

    kpi: Snake = Field(examples=_KPI)
    target: Number | None = None
    by: Day | None = None
    start: Number | None = None
    # `from` is a word of the language and no name for a field.
    first_day: Day | None = Field(default=None, alias="from")
    path: Annotated[Tables, Field(min_length=2)] | None = None
    cumulative: bool = False


class WaypointKeys(Keys):
    """One of path: a value on a day."""

    on: Day = Field(examples=["on = 2026-12-31"])
    value: Number = Field(examples=["value = 5000"])


class GuardrailKeys(Keys):
    """One of guardrails: a KPI and how much worse it may get."""

    kpi: Snake = Field(examples=_KPI)
    limit: Number | None = None
    margin: Annotated[Number, Field(gt=0, le=1)] | None = None

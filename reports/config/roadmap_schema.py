"""The tables of `roadmap.toml` and of a product's market, and the keys each may hold."""

from typing import Annotated

from pydantic import Field

from reports.config.fields import FilledLine, Line, NameList, Snake, Tables
from reports.config.record_schema import RecordKeys
from reports.config.schema import Keys
from reports.values.roadmap import ItemStatus, Method

_Positive = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)]
_SPAN = Annotated[list[_Positive], Field(min_length=2, max_length=2)]
_SCORE = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class RoadmapKeys(RecordKeys):
    """The keys and tables of `roadmap.toml`."""

    method: Method = "rice"
    items: Tables = Field(default_factory=list)


class JobKeys(RecordKeys):
    """What weighted shortest job first asks for."""

    business_value: _SCORE
    time_criticality: _SCORE
    risk_opportunity: _SCORE
    job_size: _Positive


class ItemKeys(RecordKeys):
    """[[items]]."""

    name: FilledLine = Field(examples=['name = "mobile-onboarding"'])
    title: FilledLine = Field(examples=['title = "Shorter onboarding on the phone"'])
    owner: FilledLine = Field(examples=['owner = "product manager"'])
    status: ItemStatus = "idea"
    objective: Line = ""
    kpi: Snake | None = None
    area: Line = ""
    segment: dict[Snake, FilledLine] = Field(default_factory=dict)
    feature: Line = ""
    funnel: Line = ""
    step: Line = ""
    reach: _SPAN | None = None
    impact: _SPAN | None = None
    effort: _SPAN | None = None
    confidence: Annotated[float, Field(gt=0, le=1)] = 1.0
    job: JobKeys | None = None
    depends_on: NameList = Field(default_factory=list)
    bets: NameList = Field(default_factory=list)
    products: NameList = Field(default_factory=list)


class MarketKeys(Keys):
    """[products.NAME.market]."""

    kpi: Snake | None = None
    own: Line = ""
    series: NameList = Field(default_factory=list)
    total: bool = False
    source: FilledLine = Field(examples=['source = "Stars on a public code host, weekly"'])

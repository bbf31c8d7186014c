"""What is told beside KPIs, in the order in which one may rest on another."""

from reports.stages import roadmap, usage
from reports.stages.material import Sources

SOURCES: Sources = (
    (usage.gather, usage.build),
    (roadmap.gather, roadmap.build),
)

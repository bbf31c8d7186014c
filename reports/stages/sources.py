"""What is told beside KPIs, in the order in which one may rest on another."""

from reports.stages import gate, models, retrospective, roadmap, service, usage
from reports.stages.material import Sources

SOURCES: Sources = (
    (retrospective.gather, retrospective.build),
    (usage.gather, usage.build),
    (models.gather, models.build),
    (service.gather, service.build),
    (roadmap.gather, roadmap.build),
    (gate.gather, gate.build),
)

"""What is told beside KPIs, in the order in which one may rest on another."""

from reports.stages.material import Sources

SOURCES: Sources = ()

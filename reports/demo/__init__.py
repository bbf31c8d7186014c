"""The demo: a simulated AI assistant product with a planted story and its answer key."""

from reports.demo.story import LAST_WEEK
from reports.demo.workspace import DemoPaths, build_demo

# The demo's review is built as of the Monday after its last week, whatever the date is.
DEMO_WEEK = LAST_WEEK
DEMO_AS_OF = "2026-11-16T07:00:00+01:00"

__all__ = ["DEMO_AS_OF", "DEMO_WEEK", "DemoPaths", "build_demo"]

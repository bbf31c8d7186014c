"""The demo: a simulated AI assistant product with a planted story and its answer key."""

from reports.demo.workspace import DemoPaths, build_demo

__all__ = ["DemoPaths", "build_demo"]

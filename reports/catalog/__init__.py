"""KPI files and kpis.toml, checked and turned into definitions."""

from reports.catalog.clustering import clustered
from reports.catalog.loader import Catalog, load_catalog

__all__ = ["Catalog", "clustered", "load_catalog"]

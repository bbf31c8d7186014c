"""Definition files, checked and turned into KPIs and into queries that feed chapters."""

from reports.catalog.arms import arms
from reports.catalog.clustering import clustered
from reports.catalog.factfile import FactQuery, load_fact_queries, with_arguments
from reports.catalog.loader import Catalog, load_catalog

__all__ = [
    "Catalog",
    "FactQuery",
    "arms",
    "clustered",
    "load_catalog",
    "load_fact_queries",
    "with_arguments",
]

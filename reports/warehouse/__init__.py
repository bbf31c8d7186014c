"""The warehouse: the only place that executes SQL on the user's data."""

from reports.warehouse.knowledge import Knowledge
from reports.warehouse.statement import Statement
from reports.warehouse.warehouse import Warehouse

__all__ = ["Knowledge", "Statement", "Warehouse"]

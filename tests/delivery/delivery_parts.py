"""Numbers of a review as readers see them."""

from reports.rendering import format_value


def numbers_in(kpi: dict) -> str:
    """Return a KPI's value of the week as text."""
    return format_value(kpi["box"]["last_week"]["value"], kpi["unit"])

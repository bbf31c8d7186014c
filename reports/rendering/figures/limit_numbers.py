"""The numbers of control charts: each week with its n and the limits that held then."""

from dataclasses import replace

from reports.rendering.charts.control import with_limits
from reports.rendering.dates import period_text
from reports.rendering.figures.tabular import counted, table
from reports.rendering.language import gettext
from reports.values.document import ControlPanel, Table
from reports.values.quantity import Quantity
from reports.values.reading import Reading

# Two of these tables stand beside each other on paper.
_NAME_WIDTH = 1.1


def limit_numbers(panel: ControlPanel) -> Table:
    """Give a row per week, the oldest first; a column of days where some week is not whole."""
    parts = any(reading.status == "partial" for reading in panel.history)
    heads = (
        gettext("Week"),
        *((gettext("Days"),) * parts),
        gettext("Value"),
        gettext("n"),
        gettext("Lower limit"),
        gettext("Average"),
        gettext("Upper limit"),
    )
    rows = (
        (
            _week(panel, at, reading),
            *((_days(reading),) * parts),
            Quantity(reading.value, panel.unit, "value", reading.status, reading.reason),
            counted(reading.n),
            *(None if limit is None else Quantity(limit, panel.unit) for limit in limits),
        )
        for at, (reading, limits) in enumerate(with_limits(panel))
    )
    found = table(panel.title, heads, rows)
    first, *others = found.columns
    return replace(found, columns=(replace(first, width=_NAME_WIDTH), *others))


def _week(panel: ControlPanel, at: int, reading: Reading) -> str:
    labels = panel.week_labels
    return labels[at] if at < len(labels) else period_text(reading.period)


def _days(reading: Reading) -> str:
    """Say how many days of a week that is not whole there are."""
    if reading.status != "partial":
        return ""
    told = gettext("{present} of {expected}")
    return told.format(present=reading.days_present, expected=reading.days_expected)

"""Whether scores tell right from wrong, and whether they can be taken at their word."""

from reports.values.charts import Datum, ReliabilityDiagram
from reports.values.document import Block, Cell, Quantity, Table, TableColumn
from reports.values.measure import Measure
from reports.values.models import Models, ModelUse, VersionUse

_CALIBRATION = "ECE"


def score_blocks(use: ModelUse, models: Models) -> list[Block]:
    """Return the reliability of the newest version's scores and the measures of all versions."""
    scored = [one for one in use.versions if one.scores]
    if not scored:
        return []
    newest = scored[-1]
    error = next((one for one in newest.scores if one.name == _CALIBRATION), None)
    diagram = ReliabilityDiagram(
        f"Scores taken at their word: {use.name} {newest.version}",
        "Share that came true beside the score that was given, in ten bins",
        models.period,
        newest.bins,
        error=Datum(error.value, error.n) if error and error.value is not None else None,
        caption=(
            (
                "On the line, a score of 80 % comes true in 80 of 100 cases. Marked bins lie off "
                "it beyond noise."
            ),
        ),
    )
    return [diagram, _table(use, scored)]


def _table(use: ModelUse, scored: list[VersionUse]) -> Table:
    columns = (
        TableColumn("Version", width=1.2),
        TableColumn("Measure", width=1.2),
        TableColumn("Estimate", "right"),
        TableColumn("Low, 95 %", "right"),
        TableColumn("High, 95 %", "right"),
        TableColumn("Outcomes", "right"),
        TableColumn("Direction"),
    )
    rows = tuple(_row(one.version, measure) for one in scored for measure in one.scores)
    caption = (
        (
            "AUC: how often what came true scores above what did not. Brier score and log loss: "
            "how far scores lie off the outcome. ECE: mean distance of score and truth, ten bins."
        ),
    )
    return Table(f"Scores in numbers: {use.name}", columns, rows, caption)


def _row(version: str, measure: Measure) -> tuple[Cell, ...]:
    low = high = None
    if measure.interval is not None:
        low = Quantity(measure.interval.low, "number")
        high = Quantity(measure.interval.high, "number")
    value = None if measure.value is None else Quantity(measure.value, "number")
    better = "higher is better" if measure.name == "AUC" else "lower is better"
    return (version, measure.name, value, low, high, Quantity(measure.n, "count"), better)

"""Before a workspace exists: look at a warehouse and propose how its tables map."""

from reports.errors import ContractError, ReportError
from reports.proposal import Wishes, propose
from reports.values.schema import Proposal
from reports.values.workspace import WarehouseSource
from reports.warehouse.reflection import read_schema

_CONNECTING = "review.toml, [warehouse] url"


def propose_workspace(source: WarehouseSource, wishes: Wishes) -> Proposal:
    """Return a proposed `review.toml` for a warehouse.

    Raises: ConfigError or ContractError if it cannot be reached, or no table can be seen.
    """
    try:
        schema = read_schema(source)
    except ReportError as error:
        # There is no review.toml yet; the URL was typed.
        error.where = error.where.replace(_CONNECTING, "--from")
        raise
    if not schema.tables:
        raise ContractError(
            "no tables can be seen",
            where="--from",
            got="; ".join(schema.notes),
            next_step="check the name of the database, and that the login may read its tables",
        )
    return propose(schema, wishes)

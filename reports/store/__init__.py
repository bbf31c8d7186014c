"""The store: facts and ledger in a database, published reviews in the archive."""

from types import TracebackType
from typing import Self

from reports.store.bet_sights import BetSights
from reports.store.breaches import Breaches
from reports.store.database import Database, open_database
from reports.store.deliveries import Deliveries
from reports.store.drafts import Drafts
from reports.store.fact_tables import FactTables
from reports.store.facts import FactStore
from reports.store.holds import Holds
from reports.store.ledger import Ledger
from reports.store.migrations import migrate
from reports.store.notices import Notices
from reports.store.redactions import Redactions
from reports.store.roadmap_marks import RoadmapMarks


class Store:
    """Facts and ledger of a workspace; a context manager that closes its connections."""

    def __init__(self, database: Database) -> None:
        """Share one database between both."""
        self._database = database
        self.facts = FactStore(database)
        self.tables = FactTables(database)
        self.ledger = Ledger(database)
        self.bets = BetSights(database)
        self.marks = RoadmapMarks(database)
        self.deliveries = Deliveries(database)
        self.redactions = Redactions(database)
        self.notices = Notices(database)
        self.holds = Holds(database)
        self.drafts = Drafts(database)
        self.breaches = Breaches(database)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(url: str, *, wait_ms: int = 30_000) -> Store:
    """Open a store and bring its tables up to date.

    Units: `wait_ms` is how long a statement waits for another process's lock.
    Raises: ArchiveError when it is unreachable, locked, damaged or newer than this program.
    Example: open_store("sqlite:///ledger.db")
    """
    database = open_database(url, wait_ms=wait_ms)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return Store(database)

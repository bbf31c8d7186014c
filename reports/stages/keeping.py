"""Keep a product's week to oneself for as long as it is being worked on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from reports.errors import ReportError
from reports.store import open_store
from reports.values.job import Job
from reports.values.ledger import Lease

Clock = Callable[[], datetime]
LEASE_S = 120.0
_PATIENCE = 1.25
_RENEWALS = 4
_POLL_S = 0.5


@contextmanager
def keep_week(job: Job, clock: Clock, *, ttl_s: float = LEASE_S) -> Iterator[bool]:
    """Hold the lease of a job's week while the block runs; False where another run keeps it.

    A lease that a dead run left behind is waited for: the living renew theirs, the dead do not.
    Units: seconds.
    """
    lease = _take(job, clock, ttl_s)
    if lease is None:
        yield False
        return
    over = Event()
    keeper = Thread(target=_renew, args=(job, lease, clock, ttl_s, over), daemon=True)
    keeper.start()
    try:
        yield True
    finally:
        over.set()
        keeper.join()
        with open_store(job.workspace.ledger_url) as store:
            store.ledger.release(lease)


def _take(job: Job, clock: Clock, ttl_s: float) -> Lease | None:
    """Take the lease, waiting a little longer than a dead run's would last."""
    waited, pause = 0.0, Event()
    while True:
        with open_store(job.workspace.ledger_url) as store:
            lease = store.ledger.lease(
                job.product.name, job.week_label, owner=job.run_id, now=clock(), ttl_s=ttl_s
            )
        if lease is not None or waited > ttl_s * _PATIENCE:
            return lease
        pause.wait(_POLL_S)
        waited += _POLL_S


def _renew(job: Job, lease: Lease, clock: Clock, ttl_s: float, over: Event) -> None:
    """Prolong the lease now and then; a ledger that does not answer is tried again."""
    while not over.wait(ttl_s / _RENEWALS):
        try:
            with open_store(job.workspace.ledger_url) as store:
                if store.ledger.renew(lease, now=clock(), ttl_s=ttl_s) is None:
                    return
        except ReportError:
            continue

"""Messages that wait for their next try, as a flow: no other run waits for a slow mail server."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from os import environ
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from reports import mailing
from reports.config import load_workspace
from reports.values.mail import Receipt

_LOST = ("refused", "unknown")


@flow(name="send", flow_run_name="send-due", persist_result=False)
def send_due(workspace: str) -> State[Sequence[Receipt]]:
    """Go on with every delivery and notice whose next try has come.

    The run fails where a message will not arrive by itself; its owner was told.
    """
    loaded = load_workspace(Path(workspace), environ)
    if loaded.mail is None:
        return Completed(message="no [mail] in review.toml", data=())
    return _told(mailing.send_due(loaded, clock=partial(datetime.now, UTC)))


def _told(receipts: Sequence[Receipt]) -> State[Any]:
    waiting = sum(one.state == "pending" for one in receipts)
    lost = sum(one.state in _LOST for one in receipts)
    told = f"{len(receipts)} messages, {waiting} still waiting, {lost} lost"
    return Failed(message=told, data=receipts) if lost else Completed(message=told, data=receipts)

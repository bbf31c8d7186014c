"""Headline and link into a chat channel, through a library that speaks to most of them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from reports.values.mail import Answer

# The library, and the one below it, write addresses, which hold secrets, into their logs.
_LOGS = ("apprise", "urllib3.connectionpool")


def post(url: str, title: str, body: str) -> Answer:
    """Post a title and some lines; anything but a clear yes is of unknown fate.

    The library tells neither why a channel refused nor whether a message arrived, so that
    nothing is posted again by itself. The URL is a secret and appears nowhere.
    """
    with _silence():
        from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - takes half a second to import

        channel = Apprise()
        if not channel.add(url):
            return Answer("refused", "the URL in the environment is of no known channel")
        try:
            done = channel.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
        except Exception as error:  # noqa: BLE001 - what the library says may hold the secret
            return Answer("unknown", f"{type(error).__name__} in the library that posts")
    return Answer("accepted", "posted") if done else Answer("unknown", "no confirmation")


@contextmanager
def _silence() -> Iterator[None]:
    logs = {log: log.disabled for log in map(logging.getLogger, _LOGS)}
    for log in logs:
        log.disabled = True
    try:
        yield
    finally:
        for log, before in logs.items():
            log.disabled = before

"""Mail by SMTP: one message, one recipient, an answer that tells what became of it."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from reports.delivery.message import ascii_domain, wire_address
from reports.values.mail import Answer, MailSettings

Server = smtplib.SMTP
# What a server that cannot be reached, or that says no, raises.
SERVER_ERRORS = (OSError, smtplib.SMTPException)

_DONE, _FOR_NOW, _GO_AHEAD = range(200, 300), range(400, 500), 354
_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)


@contextmanager
def open_server(
    mail: MailSettings, context: ssl.SSLContext | None = None
) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in; certificates are verified, and every step has its time.

    Raises: OSError or SMTPException as the library does; `unreachable` reads them.
    """
    verified = context or ssl.create_default_context()
    me = ascii_domain(mail.sender)
    server: smtplib.SMTP
    if mail.security == "tls":
        server = smtplib.SMTP_SSL(
            mail.host, mail.port, me, timeout=mail.timeout_s, context=verified
        )
    else:
        server = smtplib.SMTP(mail.host, mail.port, me, timeout=mail.timeout_s)
    try:
        if mail.security == "starttls":
            server.starttls(context=verified)
        if mail.user:
            server.login(mail.user, mail.password)
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        with suppress(*SERVER_ERRORS):
            server.quit()


def send(server: Server, mail: MailSettings, recipient: str, message: bytes) -> Answer:
    """Send one message to one recipient and read the answer.

    Before the message goes out a lost connection means that it waits; after that, that its fate
    is unknown.
    """
    try:
        answer = _offer(server, wire_address(mail.sender), wire_address(recipient), len(message))
        if answer is not None:
            return answer
    except SERVER_ERRORS as error:
        return unreachable(error)
    try:
        server.send(_LINE_START_DOT.sub(b"..", message.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        return _answer(*server.getreply())
    except SERVER_ERRORS as error:
        told = f"the connection was lost while sending: {_words(error)}"
        return Answer("unknown", told, connection_lost=True)


def _offer(server: Server, sender: str, recipient: str, size: int) -> Answer | None:
    """Name sender and recipient and ask to go on; an answer where the server does not want it."""
    options = [f"size={size}"] if server.has_extn("size") else []
    if not (sender + recipient).isascii():
        if not server.has_extn("smtputf8"):
            return Answer("refused", "the server takes no addresses with letters beyond a to z")
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
        partial(server.mail, sender, options),
        partial(server.rcpt, recipient),
        partial(server.docmd, "DATA"),
    )
    for step in steps:
        code, said = step()
        if code not in _DONE and code != _GO_AHEAD:
            with suppress(*SERVER_ERRORS):
                server.rset()
            return _answer(code, said)
    return None


def is_alive(server: Server) -> bool:
    """Tell whether a connection still answers."""
    try:
        return server.noop()[0] in _DONE
    except SERVER_ERRORS:
        return False


def unreachable(error: Exception) -> Answer:
    """Read what kept a message from being handed over at all; it waits, whatever the reason.

    A wrong password or certificate is no fault of the recipient's, who is not refused for it.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        told = f"{error.smtp_code} the server refused user or password"
    elif isinstance(error, ssl.SSLCertVerificationError):
        told = f"the certificate of the server is not valid: {error.verify_message}"
    elif isinstance(error, smtplib.SMTPResponseException):
        told = _said(error.smtp_code, error.smtp_error)
    else:
        told = _words(error)
    return Answer("pending", told, connection_lost=True)


def _answer(code: int, said: bytes | str) -> Answer:
    if code in _DONE:
        return Answer("accepted", _said(code, said))
    return Answer("pending" if code in _FOR_NOW else "refused", _said(code, said))


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {_one_line(text)}"[:300]


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {_one_line(str(error))}"[:300]


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

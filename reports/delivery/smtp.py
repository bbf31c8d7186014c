"""Mail by SMTP: one message, one recipient, an answer that tells what became of it."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from reports.values.mail import Answer, MailSettings

_FOR_NOW = range(400, 500)

Server = smtplib.SMTP
# What a server that cannot be reached, or that says no, raises.
SERVER_ERRORS = (OSError, smtplib.SMTPException)


@contextmanager
def open_server(
    mail: MailSettings, context: ssl.SSLContext | None = None
) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in; certificates are verified.

    Raises: OSError or SMTPException as the library does; `unreachable` reads them.
    """
    verified = context or ssl.create_default_context()
    server: smtplib.SMTP
    if mail.security == "tls":
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_s, context=verified)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_s)
    try:
        if mail.security == "starttls":
            server.starttls(context=verified)
        if mail.user:
            server.login(mail.user, mail.password)
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def send(server: smtplib.SMTP, mail: MailSettings, recipient: str, message: bytes) -> Answer:
    """Send one message and read the answer.

    After the message itself has begun to go out, a lost connection leaves its fate unknown.
    """
    try:
        code, said = server.mail(mail.sender)
        if code != 250:
            return _refused(server, code, said)
        code, said = server.rcpt(recipient)
        if code not in (250, 251):
            return _refused(server, code, said)
    except (OSError, smtplib.SMTPException) as error:
        return unreachable(error)
    try:
        code, said = server.data(message)
    except smtplib.SMTPDataError as error:
        return _answer(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("unknown", f"the connection was lost while sending: {_words(error)}")
    return Answer("accepted", _said(code, said)) if code == 250 else _refused(server, code, said)


def is_alive(server: Server) -> bool:
    """Tell whether a connection still answers."""
    try:
        return server.noop()[0] == 250
    except SERVER_ERRORS:
        return False


def unreachable(error: Exception) -> Answer:
    """Read what kept a message from being handed over at all; it may go out later."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Answer("refused", _said(error.smtp_code, b"the server refused user or password"))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Answer("refused", f"the certificate is not valid: {error.verify_message}")
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return Answer("pending", _words(error))


def _refused(server: smtplib.SMTP, code: int, said: bytes) -> Answer:
    with suppress(OSError, smtplib.SMTPException):
        server.rset()
    return _answer(code, said)


def _answer(code: int, said: bytes | str) -> Answer:
    return Answer("pending" if code in _FOR_NOW else "refused", _said(code, said))


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]

"""Addresses of mail and of the web, as keys of review.toml."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from reports.config.fields import Line, refused

_ATOM = r"[^\s<>,;:\"()\[\]\\@.]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 253
_NOT_IN_A_URL = re.compile(r"[\s\"'<>\\^`{|}]")


def _mail_address(text: str) -> str:
    local, _, domain = text.rpartition("@")
    if not (text.isprintable() and _is_local(local) and _is_domain(domain)):
        raise refused("not a mail address", "name@example.com, one address and nothing else")
    return text


def _is_local(local: str) -> bool:
    return len(local.encode()) <= _LONGEST_LOCAL and _LOCAL.fullmatch(local) is not None


def _is_domain(domain: str) -> bool:
    """Tell whether a domain can be written in the letters that name servers know."""
    try:
        known = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    labels = known.split(".")
    return len(known) <= _LONGEST_DOMAIN and all(_LABEL.fullmatch(label) for label in labels)


def _web_address(text: str) -> str:
    if text and not _is_web(text):
        raise refused("not a web address", "https://reviews.example.com/archive, or nothing")
    return text


def _is_web(text: str) -> bool:
    try:
        found = urlsplit(text)
        return (
            found.scheme in {"https", "http"}
            and bool(found.hostname)
            and not (found.query or found.fragment or found.username)
            and not _NOT_IN_A_URL.search(text)
        )
    except ValueError:
        return False


def _list_name(text: str) -> str:
    if text and not (_is_domain(text) and text.isascii()):
        raise refused("not the name of a mailing list", "letters and dots: review.example.com")
    return text


ListName = Annotated[Line, AfterValidator(_list_name)]
MailAddress = Annotated[Line, AfterValidator(_mail_address)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]

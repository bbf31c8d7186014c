"""`[mail]` and `[[audiences]]` of review.toml: how mail leaves, and who gets it."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from reports.config.addresses import ListName, MailAddress, WebAddress
from reports.config.fields import FilledLine, Line, NameList
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.schema import Keys
from reports.config.sections import read_section, subtable
from reports.config.urls import Surroundings, filled
from reports.values.audience import LARGEST_MAIL_BYTES, Audience, EditionName
from reports.values.mail import MailSettings, Security, may_get_mail

_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


Minutes = Annotated[int, Field(ge=1, le=1440)]


class MailKeys(Keys):
    """[mail]."""

    host: FilledLine = Field(examples=['host = "smtp.example.com"'])
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    security: Security = "starttls"
    user: Line = ""
    password: Line = ""
    sender: MailAddress = Field(examples=['sender = "reviews@example.com"'])
    sender_name: Line = ""
    list_id: ListName = ""
    unsubscribe: MailAddress | None = None
    domains: NameList = Field(default_factory=list)
    archive_url: WebAddress = ""
    timeout_s: Annotated[int, Field(ge=1, le=600)] = 30
    deadline_hours: Annotated[int, Field(ge=1, le=720)] = 48
    largest_bytes: Annotated[int, Field(ge=100_000, le=50_000_000)] = LARGEST_MAIL_BYTES
    within_days: Annotated[int, Field(ge=1, le=3650)] = 5
    unknown: Literal["keep", "resend"] = "keep"
    retry_minutes: Annotated[list[Minutes], Field(min_length=1, max_length=20)] = Field(
        default_factory=lambda: [5, 15, 60, 240]
    )


class AudienceKeys(Keys):
    """[[audiences]]."""

    name: FilledLine = Field(examples=['name = "leads"'])
    recipients: Annotated[list[MailAddress], Field(min_length=1)] = Field(
        examples=['recipients = ["lead@example.com"]']
    )
    edition: EditionName = "full"
    products: NameList = Field(default_factory=list)
    language: Literal["en", "de"] | None = None
    numbers: Literal["en", "de", "fr"] | None = None
    attach_pdf: bool = True
    reply_to: MailAddress | None = None


def read_mail(table: Mapping[str, object], around: Surroundings) -> MailSettings | None:
    """Return how mail leaves, or nothing where it does not."""
    if not table:
        return None
    keys = read_section(MailKeys, table, ("mail",), around.problems)
    if keys is None:
        return None
    if keys.security == "none" and not _is_loopback(keys.host):
        what = "mail without encryption leaves this machine"
        expected = 'security = "starttls" or "tls"; "none" only for a server on this machine'
        around.problems.add(Problem(("mail", "security"), what, expected))
    if keys.password and not _VARIABLE.fullmatch(keys.password):
        what = "the password stands in the file"
        around.problems.add(Problem(("mail", "password"), what, 'password = "${SMTP_PASSWORD}"'))
    return MailSettings(
        host=keys.host,
        port=keys.port or _PORTS[keys.security],
        security=keys.security,
        sender=keys.sender,
        sender_name=keys.sender_name,
        user=filled(keys.user, ("mail", "user"), around) if keys.user else "",
        password=filled(keys.password, ("mail", "password"), around) if keys.password else "",
        list_id=keys.list_id,
        unsubscribe=keys.unsubscribe or "",
        domains=tuple(name.lower() for name in keys.domains),
        archive_url=keys.archive_url.rstrip("/"),
        timeout_s=keys.timeout_s,
        deadline_hours=keys.deadline_hours,
        largest_bytes=keys.largest_bytes,
        within_days=keys.within_days,
        resend_unknown=keys.unknown == "resend",
        retry_minutes=tuple(keys.retry_minutes),
    )


def read_audiences(
    document: Mapping[str, object], mail: MailSettings | None, problems: Problems
) -> tuple[Audience, ...]:
    """Return who gets reviews; names differ, products exist, domains are allowed."""
    entries = document.get("audiences", [])
    products = tuple(subtable(document, "products"))
    found: list[Audience] = []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        path: KeyPath = ("audiences", index)
        keys = (
            read_section(AudienceKeys, entry, path, problems) if isinstance(entry, dict) else None
        )
        if keys is None:
            continue
        if any(one.name == keys.name for one in found):
            what = f"two audiences are called {clipped(keys.name)}"
            problems.add(Problem((*path, "name"), what, "a name of its own for each"))
        _check_products(keys, path, products, problems)
        if mail is not None:
            _check_domains(keys, path, mail.domains, problems)
        found.append(
            Audience(
                name=keys.name,
                recipients=tuple(dict.fromkeys(keys.recipients)),
                edition=keys.edition,
                products=tuple(keys.products),
                language=keys.language or "",
                numbers=keys.numbers or "",
                attach_pdf=keys.attach_pdf,
                reply_to=keys.reply_to or "",
            )
        )
    return tuple(found)


def _check_products(
    keys: AudienceKeys, path: KeyPath, products: tuple[str, ...], problems: Problems
) -> None:
    for at, name in enumerate(keys.products):
        if name not in products:
            what = f"no product is called {clipped(name)}"
            hint = suggestion(name, products)
            expected = f"one of {', '.join(products)}"
            problems.add(Problem((*path, "products", at), what, expected, next_step=hint))


def _check_domains(
    keys: AudienceKeys, path: KeyPath, domains: tuple[str, ...], problems: Problems
) -> None:
    for at, address in enumerate(keys.recipients):
        if not may_get_mail(address, domains):
            what = f"mail to {clipped(address.rpartition('@')[2])} is not allowed"
            expected = f"an address at {', '.join(domains)}, as [mail] domains says"
            problems.add(Problem((*path, "recipients", at), what, expected))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

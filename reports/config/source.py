"""A warehouse's URL as it is typed at a command: used once, and kept without its secret."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from reports.config.problems import Problems
from reports.config.redaction import has_literal_secret, redact
from reports.config.urls import MEMORY, Surroundings, database_url
from reports.errors import ConfigError

PASSWORD_VARIABLE = "WAREHOUSE_PASSWORD"  # noqa: S105 the name of a variable

_WHERE = "--from"
_ENGINES = ("duckdb", "sqlite", "postgresql")
# The last @ before the options ends the login, as a password typed by hand may hold one.
_SECRETS = (
    re.compile(r"(?<=://)(?P<before>[^:/@?]*:)(?P<value>[^?]+)(?=@)"),
    re.compile(
        r"(?P<before>[?&][^=&]*(?:pass|token|secret)[^=&]*=)(?P<value>[^&]+)", re.IGNORECASE
    ),
)
_FILE = re.compile(r"(?P<scheme>duckdb|sqlite):///(?P<path>[^?]+)")
_SAYS_NOTHING = frozenset(
    {"", "analytics", "data", "db", "dwh", "main", "postgres", "prod", "production", "warehouse"}
)


@dataclass(frozen=True, slots=True)
class TypedSource:
    """A URL to connect with, and what `review.toml` shall say instead.

    `variable` is the environment variable that has to hold the password from now on, if a
    password was typed; `product` is a name taken from that of the database.
    """

    url: str = field(repr=False)
    template: str
    variable: str
    product: str


def read_typed_source(text: str, folder: Path, environment: Mapping[str, str]) -> TypedSource:
    """Return the source that a typed URL means; `folder` is the workspace to be.

    Raises: ConfigError if the URL cannot be read or a variable in it is not set.
    """
    template, secret = _without_secret(text.strip())
    known = {**environment, PASSWORD_VARIABLE: secret} if secret else environment
    problems = Problems(_WHERE, {})
    url = database_url(template, (), Surroundings(Path.cwd(), known, problems), _ENGINES)
    if problems.found:
        error = problems.error()
        error.where, error.next_step = _WHERE, error.next_step or "write the URL in quotes"
        raise error
    if url == MEMORY:
        raise ConfigError("a database in memory has no tables", where=_WHERE, expected="a file")
    return TypedSource(
        url, _kept(template, folder), PASSWORD_VARIABLE if secret else "", _product(template)
    )


def read_typed_zone(name: str) -> str:
    """Return the name of a time zone.

    Raises: ConfigError if there is no such zone.
    """
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        expected = "an IANA name like Europe/Berlin"
        raise ConfigError(
            "no such time zone", where="--zone", expected=expected, got=name
        ) from None
    return name


def _without_secret(text: str) -> tuple[str, str]:
    """Return the URL with a variable in place of its password, and the password.

    Raises: ConfigError for two secrets, as they need two names.
    """
    if not has_literal_secret(text):
        return text, ""
    secrets: set[str] = set()

    def put_variable(found: re.Match[str]) -> str:
        if "${" in found["value"]:
            return found[0]
        secrets.add(unquote(found["value"]))
        return f"{found['before']}${{{PASSWORD_VARIABLE}}}"

    for pattern in _SECRETS:
        text = pattern.sub(put_variable, text)
    if len(secrets) == 1:
        return text, secrets.pop()
    raise ConfigError(
        "the URL holds more than one secret, or one mixed with a variable",
        where=_WHERE,
        expected="one password, or ${VARIABLE} in its place",
        got=redact(text),
        next_step="put them into the environment and write ${NAME} for each",
    )


def _kept(template: str, folder: Path) -> str:
    """Return the URL as the file states it: a path is that of the workspace, or absolute."""
    found = _FILE.fullmatch(template)
    if not found or "${" in template:
        return template
    path, root = Path(found["path"]).absolute(), folder.absolute()
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{found['scheme']}:///{inside.as_posix()}"


def _product(template: str) -> str:
    """Return a product's name after the database, where that says something."""
    last = template.partition("?")[0].rpartition("/")[2]
    stem = Path(last).stem if _FILE.fullmatch(template) else last
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40]
    usable = slug not in _SAYS_NOTHING and slug[:1].isalpha() and "${" not in last
    return slug if usable else "assistant"

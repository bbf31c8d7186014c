"""The URLs of the warehouse and the ledger: variables filled in, paths made absolute."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, suggestion
from reports.config.redaction import VARIABLE, has_literal_secret

MEMORY = "duckdb:///:memory:"

_DRIVERS = {
    "duckdb": "duckdb",
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)")
_TEMPLATE = re.compile(r"(?P<start>[^:]*://)(?P<login>[^/@]*@)?(?P<rest>[^?]*)(?P<options>\?.*)?")
_SERVER = re.compile(
    r"(?:[^:/@]*(?::[^@]*)?@)?"
    r"(?:\[[0-9A-Fa-f:.]+\]|[^:/?@\[\]]*)(?::[0-9]{1,5})?"
    r"(?:/[^?@]*)?(?:\?.*)?",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a configuration is read with: its folder, the environment, the mistakes so far."""

    root: Path
    environment: Mapping[str, str]
    problems: Problems


def database_url(
    template: str, path: KeyPath, around: Surroundings, engines: tuple[str, ...]
) -> str:
    """Return a URL SQLAlchemy can open, or "" and a problem.

    Variables inside the user and password part hold plain text; they are percent-encoded here.
    """
    if has_literal_secret(template):
        around.problems.add(_literal_secret(path, template))
        return ""
    url = _filled_url(template, path, around)
    if not url:
        return ""
    found = _SCHEME.fullmatch(url)
    driver = _DRIVERS.get(found["scheme"], "") if found else ""
    if not found or driver.split("+")[0] not in engines:
        around.problems.add(_unknown_scheme(path, template, engines))
        return ""
    if driver.startswith("postgresql"):
        return _server_url(driver, found["rest"], path, around)
    return _file_url(driver, found["rest"], path, around)


def filled(template: str, path: KeyPath, around: Surroundings, *, encode: bool = False) -> str:
    """Return the text with each `${VAR}` replaced from the environment, or "" and problems."""
    names = VARIABLE.findall(template)
    missing = [name for name in dict.fromkeys(names) if not around.environment.get(name)]
    for name in missing:
        around.problems.add(_missing_variable(path, name))
    if "${" in VARIABLE.sub("", template):
        around.problems.add(_malformed_variable(path))
        return ""
    if missing:
        return ""

    def value(found: re.Match[str]) -> str:
        plain = around.environment[found[1]]
        return quote(plain, safe="") if encode else plain

    return VARIABLE.sub(value, template)


def _filled_url(template: str, path: KeyPath, around: Surroundings) -> str:
    parts = _TEMPLATE.fullmatch(template)
    if parts is None:
        url = filled(template, path, around)
    else:
        count = len(around.problems.found)
        pieces = [
            filled(parts[name] or "", path, around, encode=name in {"login", "options"})
            for name in ("start", "login", "rest", "options")
        ]
        url = "".join(pieces) if len(around.problems.found) == count else ""
    if any(ord(letter) < 32 for letter in url):
        around.problems.add(Problem(path, "a URL holds a line break or control character"))
        return ""
    return url


def _server_url(driver: str, rest: str, path: KeyPath, around: Surroundings) -> str:
    if _SERVER.fullmatch(rest):
        return f"{driver}://{rest}"
    around.problems.add(
        Problem(
            path,
            "the URL cannot be read",
            expected="postgresql://user:${PASSWORD}@host:5432/database",
            next_step="where one variable holds the whole URL, percent-encode its password",
        )
    )
    return ""


def _file_url(driver: str, rest: str, path: KeyPath, around: Surroundings) -> str:
    """Resolve the path of a database file against the workspace."""
    file = rest[1:]
    if driver == "duckdb" and rest == "/:memory:":
        return MEMORY
    full = str((around.root / file).absolute())
    if not rest.startswith("/") or not file or file == ":memory:" or "?" in full:
        around.problems.add(
            Problem(
                path,
                f"the URL names no {driver} file",
                expected=f"{driver}:///folder/file, with three slashes and no options",
                next_step=f"relative paths start at the workspace, {driver}:////… is absolute",
            )
        )
        return ""
    return f"{driver}:///{full}"


def _literal_secret(path: KeyPath, template: str) -> Problem:
    return Problem(
        path,
        "a password stands in the file",
        expected="${VARIABLE} in its place",
        got=clipped(template),
        next_step="put it in the environment, and change it if the file was ever shared",
    )


def _unknown_scheme(path: KeyPath, template: str, engines: tuple[str, ...]) -> Problem:
    """Show the scheme only where the file states it: a variable may hold anything."""
    stated = _SCHEME.fullmatch(template)
    variable = VARIABLE.match(template)
    scheme = stated["scheme"] if stated else ""
    return Problem(
        path,
        "the URL's scheme is not supported",
        expected=" or ".join(f"{engine}://" for engine in engines),
        got=f"{clipped(scheme)}://"
        if scheme
        else f"the value of {variable[0]}"
        if variable
        else "",
        next_step=suggestion(scheme, engines) if scheme else "",
    )


def _missing_variable(path: KeyPath, name: str) -> Problem:
    return Problem(
        path,
        f"the environment variable {clipped(name)} is not set, or empty",
        expected=f"a value for ${{{clipped(name)}}}",
        next_step=f"export {clipped(name)}=… before the command",
    )


def _malformed_variable(path: KeyPath) -> Problem:
    return Problem(
        path,
        "a variable is not written as ${NAME}",
        expected="letters, digits and underscores between ${ and }",
    )

"""The TOML files of a workspace: read and parsed, with the line of every key."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from reports.config.locate import key_lines
from reports.config.problems import Problems, clipped
from reports.config.redaction import redact
from reports.errors import ConfigError

_PLACE = re.compile(r" \((?:at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")


def read_text(path: Path) -> str | None:
    """Return the text of a file, or None where there is no such file.

    A byte order mark from Windows editors is dropped.
    Raises: ConfigError when the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        fault = ConfigError(
            "the file is not UTF-8", where=path.name, got=f"a bad byte at {error.start}"
        )
        fault.next_step = "save it as UTF-8"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "the path cannot be used"
        fault = ConfigError(
            f"{path.name} cannot be read in {clipped(str(path.parent))}", got=reason
        )
    raise fault


def parse(text: str, file: str) -> tuple[Mapping[str, object], Problems]:
    """Return the document and an empty list of problems that knows its lines.

    Line numbers serve messages only, so a document too deep for them is refused as well.
    Raises: ConfigError when the text is no TOML.
    """
    try:
        document = tomllib.loads(text)
        return document, Problems(file, key_lines(text))
    except RecursionError:
        fault = ConfigError("lists or tables lie too deep in each other", where=file)
    except ValueError as error:
        fault = _syntax_error(str(error), text, file)
    raise fault


def _syntax_error(message: str, text: str, file: str) -> ConfigError:
    found = _PLACE.search(message)
    last = len(text.splitlines())
    line = found["line"] if found and found["line"] else str(last)
    where = f"{file}:{line}" + (f":{found['column']}" if found and found["column"] else "")
    what = _PLACE.sub("", message) if found else "a value that TOML cannot hold"
    next_step = "texts stand in quotes, tables in [brackets]; see https://toml.io"
    return ConfigError(
        f"not TOML: {redact(what)}", where=where if found else file, next_step=next_step
    )

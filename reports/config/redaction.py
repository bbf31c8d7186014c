"""Secrets in URLs: where they may stand, and how a URL is shown without them."""

import re

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

_PASSWORD = re.compile(r"(?P<before>://[^:/?]*:).*@", re.DOTALL)
_UNCLEAR = re.compile(r"(?P<before>://[^:/?@\[]*:)(?!\d{1,5}(?:[/?]|$))[^/@]*(?=/|$)", re.DOTALL)
_STRAY = re.compile(r"^(?!.*://).*@", re.DOTALL)
_OPTION = re.compile(
    r"(?P<before>[?&][^=&]*(?:pass|token|secret)[^=&]*=)(?P<value>[^&]*)", re.IGNORECASE
)
_LOGIN = re.compile(r"://[^:/@]*:(?P<value>[^@]*)@")


def redact(url: str) -> str:
    """Return the URL with `***` in place of its password and of secret options.

    Example: redact("postgresql://ana:pw@db/x") == "postgresql://ana:***@db/x"
    """
    shown = _PASSWORD.sub(r"\g<before>***@", url)
    shown = _UNCLEAR.sub(r"\g<before>***", shown)
    shown = _STRAY.sub("***@", shown)
    return _OPTION.sub(r"\g<before>***", shown)


def has_literal_secret(template: str) -> bool:
    """Tell whether a password or secret option stands in the text itself, not in a `${VAR}`."""
    values = [
        found["value"] for pattern in (_LOGIN, _OPTION) for found in pattern.finditer(template)
    ]
    return any(VARIABLE.sub("", value) for value in values)

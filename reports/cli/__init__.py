"""The command `product-review`."""

import sys

from reports.errors import ReportError


def main() -> None:
    """Run the command; a known error becomes its message and its exit code."""
    from reports.cli.app import app  # noqa: PLC0415 - `--help` and errors stay quick

    try:
        app()
    except ReportError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)

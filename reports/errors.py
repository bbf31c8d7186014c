"""The errors a user can meet.

ReportError            exit 1   anything below; shown as a message, never as a traceback
├── ConfigError        exit 2   review.toml, kpis.toml, environment
├── DefinitionError    exit 3   a KPI file, a query, a formula
├── ContractError      exit 4   the warehouse returned, or refused, something unexpected
├── StaleDataError     exit 5   the data for the week is not there
├── RenderError        exit 6   a template, a font, the PDF engine
├── DeliveryError      exit 7   mail and other channels
└── ArchiveError       exit 8   the ledger or the archive
"""

from typing import Self


class ReportError(Exception):
    """Say what went wrong, where, what was expected, what was got, and the next step.

    Example: ConfigError("unknown key", where="review.toml, [warehouse] urll", expected="url")
    """

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        expected: str = "",
        got: str = "",
        next_step: str = "",
    ) -> None:
        """Keep the parts of the message, so that callers can print or store them apart."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.got = got
        self.next_step = next_step

    def located(self, where: str) -> Self:
        """Return the same error with a place, unless it already names one."""
        self.where = self.where or where
        return self

    def __str__(self) -> str:
        """Join the parts that are known into lines a person can act on."""
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        labelled = (("expected", self.expected), ("got", self.got), ("next", self.next_step))
        lines += [f"  {label}: {text}" for label, text in labelled if text]
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a rendering process."""
        return (
            _rebuild,
            (type(self), self.what, self.where, self.expected, self.got, self.next_step),
        )


class ConfigError(ReportError):
    """The workspace's configuration is wrong."""

    exit_code = 2


class DefinitionError(ReportError):
    """A KPI definition or a query is wrong."""

    exit_code = 3


class ContractError(ReportError):
    """The warehouse refused a query or returned something else than promised."""

    exit_code = 4


class StaleDataError(ReportError):
    """The data of the asked week is not there."""

    exit_code = 5


class RenderError(ReportError):
    """A document could not be rendered."""

    exit_code = 6


class DeliveryError(ReportError):
    """A review could not be delivered."""

    exit_code = 7


class ArchiveError(ReportError):
    """The ledger or the archive refused an entry, or holds something damaged."""

    exit_code = 8


def _rebuild(kind: type[ReportError], what: str, *parts: str) -> ReportError:
    where, expected, got, next_step = parts
    return kind(what, where=where, expected=expected, got=got, next_step=next_step)

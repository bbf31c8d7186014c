"""Configuration: `review.toml` becomes frozen values, and `init` writes a first one."""

from reports.config.redaction import redact
from reports.config.scaffold import refuse_overwriting, write_scaffold
from reports.config.source import TypedSource, read_typed_source, read_typed_zone
from reports.config.workspace import load_workspace

__all__ = [
    "TypedSource",
    "load_workspace",
    "read_typed_source",
    "read_typed_zone",
    "redact",
    "refuse_overwriting",
    "write_scaffold",
]

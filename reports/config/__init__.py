"""Configuration: `review.toml` becomes frozen values, and `init` writes a first one."""

from reports.config.redaction import redact
from reports.config.scaffold import write_scaffold
from reports.config.workspace import load_workspace

__all__ = ["load_workspace", "redact", "write_scaffold"]

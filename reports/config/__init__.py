"""Configuration: the files of a workspace become frozen values, and some are written."""

from reports.config.comment_file import add_comment
from reports.config.comments import typed_comment
from reports.config.record_file import add_record, close_action, closing_keys
from reports.config.redaction import redact
from reports.config.roadmap import Known
from reports.config.roadmap_file import add_item, change_item
from reports.config.scaffold import refuse_overwriting, write_scaffold
from reports.config.source import TypedSource, read_typed_source, read_typed_zone
from reports.config.workspace import load_workspace

__all__ = [
    "Known",
    "TypedSource",
    "add_comment",
    "add_item",
    "add_record",
    "change_item",
    "close_action",
    "closing_keys",
    "load_workspace",
    "read_typed_source",
    "read_typed_zone",
    "redact",
    "refuse_overwriting",
    "typed_comment",
    "write_scaffold",
]

"""Add a comment to `comments.toml` and leave all that stands there as it is."""

from dataclasses import fields
from pathlib import Path

from reports.config.comments import FILE, parse_comments
from reports.config.documents import read_text
from reports.config.editing import append_table
from reports.values.record import Comment

# What the file calls a field of a comment that goes by another name here.
_KEYS = {"week_label": "week"}


def add_comment(root: Path, comment: Comment, products: tuple[str, ...]) -> Path:
    """Write a comment behind those of the workspace in `root` and return the file.

    The file is made where there is none, and whole at any time.
    Raises: ConfigError when the file holds mistakes or cannot be written.
    """
    path = (root / FILE).resolve()
    expected = (*parse_comments(read_text(path) or "", products), comment)
    table = {
        _KEYS.get(field.name, field.name): getattr(comment, field.name) for field in fields(Comment)
    }

    def unchanged(written: Path) -> bool:
        return parse_comments(read_text(written) or "", products) == expected

    append_table(path, "comments", table, check=unchanged)
    return path

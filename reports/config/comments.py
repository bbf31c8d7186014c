"""`comments.toml` becomes comments: what owners say about a KPI's week."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reports.config.documents import parse, read_text
from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems
from reports.config.record_schema import CommentKeys, CommentsFileKeys
from reports.config.records import read_each, refuse_unknown_tables, unknown_product
from reports.config.sections import read_section
from reports.values.record import Comment

FILE = "comments.toml"

_COMMAND = "product-review comment"


def read_comments(root: Path, products: tuple[str, ...]) -> tuple[Comment, ...]:
    """Return what `comments.toml` says in its order, nothing where there is no such file.

    Raises: ConfigError, with every mistake of the file in one message.
    """
    text = read_text(root / FILE)
    return () if text is None else parse_comments(text, products)


def parse_comments(text: str, products: tuple[str, ...]) -> tuple[Comment, ...]:
    """Return the comments of a text.

    Raises: ConfigError, with every mistake in one message.
    """
    document, problems = parse(text, FILE)
    refuse_unknown_tables(CommentsFileKeys, document, problems)
    comments = [
        _comment(keys, path, products, problems)
        for keys, path in read_each(CommentKeys, "comments", document, problems)
    ]
    if problems.found:
        raise problems.error()
    return tuple(comment for comment in comments if comment is not None)


def typed_comment(options: Mapping[str, object], products: tuple[str, ...]) -> Comment:
    """Return the comment that options of the command mean; they are named like the keys.

    Raises: ConfigError, with every mistake in one message.
    """
    problems = Problems(_COMMAND, {})
    keys = read_section(CommentKeys, options, (), problems)
    comment = None if keys is None else _comment(keys, (), products, problems)
    if comment is None:
        see = f"{_COMMAND} --help"
        problems.found[:] = [
            replace(problem, path=(f"--{problem.path[0]}",), next_step=see)
            for problem in problems.found
        ]
        raise problems.error()
    return comment


def _comment(
    keys: CommentKeys, path: KeyPath, products: tuple[str, ...], problems: Problems
) -> Comment | None:
    """Return one comment, or None and a problem; the only product needs no mention."""
    product = keys.product or (products[0] if len(products) == 1 else "")
    if not product:
        expected = f"product = one of {', '.join(products)}"
        problems.add(Problem((*path, "product"), "the key is missing", expected, "", "add it"))
        return None
    if product not in products:
        problems.add(unknown_product(product, products, (*path, "product")))
        return None
    return Comment(product, keys.week, keys.kpi, keys.state, keys.says, keys.by, keys.on)

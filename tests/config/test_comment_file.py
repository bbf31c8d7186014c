"""A comment is added to comments.toml; nothing else in the file changes."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.config import add_comment
from reports.config.comments import parse_comments
from reports.errors import ConfigError
from reports.values.record import Comment

PRODUCTS = ("assistant",)
SAID = Comment(
    product="assistant",
    week_label="2026-W46",
    kpi="error_share",
    state="false alarm",
    says='A "quoted" line \\ of text — ok',
    by="platform lead",
    on=date(2026, 11, 16),
)
ADDED = """\
[[comments]]
product = "assistant"
week = "2026-W46"
kpi = "error_share"
state = "false alarm"
says = "A \\"quoted\\" line \\\\ of text — ok"
by = "platform lead"
on = 2026-11-16
"""
OLD = """\
# What owners say.

  [[ comments ]]   # the first
week='2026-W37'
\tkpi   =   "error_share"    # aligned by hand
state = 'known'
by = "platform lead"
says = 'C:\\gateway'
on = 2026-09-14


# the last line is a remark
"""
ENTRY = '{ week = "2026-W37", kpi = "a", state = "known", says = "s", by = "b", on = 2026-09-14 }'
TEXTS = st.text(min_size=1, max_size=60)


def added_to(folder, content):
    """Return the file's bytes after a comment was added to a content."""
    path = Path(folder) / "comments.toml"
    if content is not None:
        path.write_bytes(content)
    assert path.resolve() == add_comment(Path(folder), SAID, PRODUCTS)
    return path.read_bytes()


@pytest.mark.parametrize("content", [None, b""])
def test_the_file_is_made_where_there_is_none(tmp_path, content):
    """The first comment is the whole file, with nothing left beside it."""
    assert ADDED.encode() == added_to(tmp_path, content)
    assert ["comments.toml"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("content", "gap"),
    [
        (OLD, "\n"),
        (OLD.rstrip("\n"), "\n\n"),
        ("# only a remark", "\n\n"),
        ("\ufeff" + OLD, "\n"),
        (ADDED, "\n"),
        ("\n\n", ""),
    ],
)
def test_what_stands_there_stays_byte_for_byte(tmp_path, content, gap):
    """The new table follows the old content, which is not touched."""
    assert (content + gap + ADDED).encode() == added_to(tmp_path, content.encode())


def test_line_ends_of_windows_are_kept(tmp_path):
    """A file with such line ends gets a table with such line ends."""
    content = OLD.replace("\n", "\r\n").encode()

    assert content + b"\r\n" + ADDED.replace("\n", "\r\n").encode() == added_to(tmp_path, content)


@pytest.mark.parametrize("content", ["comments = []\n", f"comments = [\n  {ENTRY},\n]\n"])
def test_a_list_of_inline_tables_is_not_edited(tmp_path, content):
    """Where a table cannot be added behind the others, the file stays and the way on is told."""
    with pytest.raises(ConfigError) as caught:
        added_to(tmp_path, content.encode())
    assert "a table [[comments]] for each" == caught.value.expected
    assert content == (tmp_path / "comments.toml").read_text()


def test_comments_follow_each_other(tmp_path):
    """Several comments on one KPI's week keep the order in which they were written."""
    second = replace(SAID, state="known", says="Seen.")
    for comment in (SAID, second, SAID):
        path = add_comment(tmp_path, comment, PRODUCTS)

    assert (SAID, second, SAID) == parse_comments(path.read_text(), PRODUCTS)


def test_a_file_with_mistakes_is_left_alone(tmp_path):
    """Nothing is added to what cannot be read."""
    (tmp_path / "comments.toml").write_text("[[comment]]\n")

    with pytest.raises(ConfigError, match="no table of this file is called comment"):
        add_comment(tmp_path, SAID, PRODUCTS)
    assert "[[comment]]\n" == (tmp_path / "comments.toml").read_text()


@pytest.mark.parametrize("at", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_crash_leaves_the_old_file(tmp_path, monkeypatch, at, fault):
    """Whenever writing ends early, the file is the old one and nothing lies beside it."""

    def fail(*_):
        raise fault

    (tmp_path / "comments.toml").write_text(OLD)
    monkeypatch.setattr(at, fail)

    with pytest.raises(ConfigError if isinstance(fault, OSError) else KeyboardInterrupt):
        add_comment(tmp_path, SAID, PRODUCTS)
    assert OLD == (tmp_path / "comments.toml").read_text()
    assert ["comments.toml"] == [path.name for path in tmp_path.iterdir()]


def test_a_comment_that_cannot_be_read_again_is_not_kept(tmp_path):
    """What was written is loaded before the file is replaced."""
    (tmp_path / "comments.toml").write_text(OLD)

    with pytest.raises(ConfigError, match="one line of text"):
        add_comment(tmp_path, replace(SAID, says="two\nlines"), PRODUCTS)
    assert OLD == (tmp_path / "comments.toml").read_text()
    assert ["comments.toml"] == [path.name for path in tmp_path.iterdir()]


def test_the_file_keeps_its_permissions_and_its_place(tmp_path):
    """A link still leads to the file, which is as readable as it was."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "said.toml").write_text(OLD)
    (kept / "said.toml").chmod(0o640)
    (tmp_path / "comments.toml").symlink_to(kept / "said.toml")
    add_comment(tmp_path, SAID, PRODUCTS)

    assert (tmp_path / "comments.toml").is_symlink()
    assert (0o640, OLD + "\n" + ADDED) == (
        (kept / "said.toml").stat().st_mode & 0o777,
        (kept / "said.toml").read_text(),
    )


@settings(max_examples=150, deadline=2000)
@given(says=TEXTS, by=TEXTS)
def test_any_text_is_read_back_or_refused(says, by):
    """However odd the words are, they are read back as they were, or nothing is written."""
    said = replace(SAID, says=says, by=by)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comments.toml"
        path.write_text(OLD, newline="")
        try:
            add_comment(Path(folder), said, PRODUCTS)
        except ConfigError:
            assert OLD == path.read_text()
        else:
            assert said == parse_comments(path.read_text(), PRODUCTS)[-1]
            assert path.read_text().startswith(OLD)

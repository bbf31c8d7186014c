"""A review.toml that cannot be read at all."""

import pytest

from reports.config import load_workspace
from reports.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("a = = 1", "review.toml:1:5", "Invalid value"),
        ("\n[a]\nb = 'x", "review.toml:3", 'Expected "\'"'),
        ("[a]\n[a]\n", "review.toml:2:3", "twice"),
        ("a = " + "[" * 5000, "review.toml", "too deep"),
        ("a = " + "9" * 5000, "review.toml", "cannot hold"),
        (b"\xff\xfe", "review.toml", "not UTF-8"),
    ],
)
def test_what_is_no_toml_is_refused(refusal, text, where, words):
    """A syntax error is told with line and column."""
    error = refusal(text)

    assert where == error.where
    assert words in error.what


def test_empty_file_lacks_what_is_needed(refusal):
    """An empty file is told what a file needs."""
    told = str(refusal(""))

    assert "3 mistakes" in told
    assert "[products.NAME]" in told


def test_missing_file_says_how_to_start(tmp_path):
    """A folder without a review.toml is answered with the way to get one."""
    with pytest.raises(ConfigError) as caught:
        load_workspace(tmp_path, {})

    assert f"no review.toml in {tmp_path}" == caught.value.what
    assert "product-review init DIR, or --workspace DIR" == caught.value.next_step


def test_folder_called_like_the_file_is_refused(tmp_path):
    """A folder in the file's place is told, not raised."""
    (tmp_path / "review.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read"):
        load_workspace(tmp_path, {})

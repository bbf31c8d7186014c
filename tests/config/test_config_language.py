"""The language of a workspace's reviews."""

import pytest

from reports.errors import ConfigError


def test_reviews_are_english_unless_the_workspace_says_otherwise(load):
    """The key is optional."""
    assert "en" == load().language


def test_a_workspace_can_ask_for_german(load, small):
    """The key stands at the top, and goes into the workspace as it is."""
    assert "de" == load(f'language = "de"\n{small}').language


def test_other_languages_are_refused(load, small):
    """The message says where, and what is expected."""
    with pytest.raises(ConfigError, match="language") as raised:
        load(f'language = "fr"\n{small}')

    assert "'en' or 'de'" in str(raised.value)

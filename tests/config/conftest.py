"""A small review.toml that is right, and ways to load it with something changed."""

import pytest

from reports.config import load_workspace
from reports.errors import ConfigError

SMALL = """\
title = "Acme AI"
[warehouse]
url = "duckdb:///data/demo.duckdb"
[products.assistant]
[products.assistant.relations.events]
table = "usage_events"
columns = { user_id = "uid" }
dimensions = ["country", "plan"]
"""


@pytest.fixture
def small():
    """Give the text of the small file."""
    return SMALL


@pytest.fixture
def load(tmp_path):
    """Give a function that loads a text as review.toml with an environment."""

    def loaded(text=SMALL, environment=None):
        (tmp_path / "review.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_workspace(tmp_path, environment or {})

    return loaded


@pytest.fixture
def load_beside(load, tmp_path):
    """Give a function that loads the small file with another file beside it."""

    def loaded(name, text, review=SMALL):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(review)

    return loaded


@pytest.fixture
def refusal_beside(load_beside):
    """Give a function that returns the error a file beside the small one is refused with."""

    def refused(name, text, review=SMALL):
        with pytest.raises(ConfigError) as caught:
            load_beside(name, text, review)
        return caught.value

    return refused


@pytest.fixture
def refusal(load):
    """Give a function that returns the error a text is refused with."""

    def refused(text, environment=None):
        with pytest.raises(ConfigError) as caught:
            load(text, environment)
        return caught.value

    return refused

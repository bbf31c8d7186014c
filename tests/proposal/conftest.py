"""Foreign databases, and workspaces proposed from them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports.cli.app import app
from reports.config import load_workspace
from reports.values.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proposed:
    """What `init --from` wrote and printed."""

    folder: Path
    text: str
    output: str

    def workspace(self, **environment: str) -> Workspace:
        """Load what was written."""
        return load_workspace(self.folder, environment)

    @property
    def chosen(self) -> dict[str, str]:
        """Return the tables of the relations that are at work."""
        (product,) = self.workspace().products
        return {name: _table(mapping) for name, mapping in product.relations.items()}


@pytest.fixture
def init(tmp_path: Path) -> Callable[..., Proposed]:
    """Return `product-review init --from URL`."""

    def run(url: str, *more: str) -> Proposed:
        folder = tmp_path / "reviews"
        result = CliRunner().invoke(app, ["init", str(folder), "--from", url, *more])
        if result.exception:
            raise result.exception
        return Proposed(folder, (folder / "review.toml").read_text(encoding="utf-8"), result.output)

    return run


def _table(mapping) -> str:
    return mapping.table or mapping.select.rpartition("FROM ")[2].replace('"', "")

"""The folder of public data, and reviews of it that are published once for all tests."""

import os
from pathlib import Path

import pytest

from tests.real.assistant_oracle import Assistant, load_assistant
from tests.real.frames import Oracle
from tests.real.retail_oracle import Shop, load_shop
from tests.real.reviews import DATA, Published, publish_weeks

BESIDE = Path(__file__).parents[3] / "shared" / "data"
# The latest comes first: its facts hold most of what the others ask for.
SHOP_WEEKS = ("2011-W49", "2011-W32", "2011-W03", "2010-W52", "2010-W51", "2010-W48")
ASSISTANT_WEEKS = (
    *("2025-W48", "2025-W38", "2025-W19", "2025-W12"),
    *("2025-W10", "2025-W03", "2024-W48"),
)


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of public data: the one the environment names, or one beside the code."""
    folder = Path(os.environ.get(DATA) or BESIDE)
    wanted = [folder / name for name in ("online_retail", "aider_product", "github_stars_weekly")]
    missing = [path.name for path in wanted if not path.is_dir()]
    if missing:
        pytest.skip(f"no public data: {DATA} names no folder with {', '.join(missing)}")
    return folder


@pytest.fixture(scope="session")
def shop(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Publish the web shop's weeks."""
    return publish_weeks(
        tmp_path_factory.mktemp("real") / "shop", data, "online_retail", SHOP_WEEKS
    )


@pytest.fixture(scope="session")
def shop_oracle(data: Path) -> Oracle[Shop]:
    """Return the web shop's numbers in plain pandas."""
    return load_shop(data)


@pytest.fixture(scope="session")
def assistant(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Publish the coding assistant's weeks."""
    folder = tmp_path_factory.mktemp("real") / "assistant"
    return publish_weeks(folder, data, "aider_product", ASSISTANT_WEEKS)


@pytest.fixture(scope="session")
def assistant_oracle(data: Path) -> Oracle[Assistant]:
    """Return the coding assistant's numbers in plain pandas."""
    return load_assistant(data)

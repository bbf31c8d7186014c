"""The repository as it is handed over: its root, its texts, its lock file and its tools."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
AT_THE_ROOT = {
    *("flows", "reports", "sql", "templates", "tests"),
    *("pyproject.toml", "requirements.lock", "Makefile"),
    *("README.md", "CHANGELOG.md", "LICENSE"),
    *(".ci", ".gitignore", ".gitattributes", ".editorconfig"),
}
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|NotImplemented[E]rror)\b")
MACHINE = re.compile(r"(?<![\w.])/(work|root|home|Users)/")
PIN = re.compile(r"^(?P<pin>[A-Za-z0-9][^\\]*?)(?P<hashes>(?: \\\n    --hash=\S+)*)$", re.MULTILINE)


@pytest.fixture(scope="session")
def tracked() -> list[str]:
    """Give the files git keeps or would keep, by their place in the repository."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("only a git checkout knows which files belong to it")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run(
        [*command, "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted({name for name in listed.stdout.split("\0") if (ROOT / name).is_file()})


@pytest.fixture(scope="session")
def texts(tracked) -> dict[str, str]:
    """Give the text of each tracked file that is one, without the lock file."""
    found = {}
    for name in tracked:
        content = (ROOT / name).read_bytes()
        if b"\0" not in content and name != "requirements.lock":
            found[name] = content.decode("utf-8")
    return found


@pytest.fixture(scope="session")
def lock() -> str:
    """Give the text of the lock file."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pins(lock) -> list[tuple[Requirement, str]]:
    """Give each requirement of the lock file with its hashes."""
    return [(Requirement(found["pin"]), found["hashes"]) for found in PIN.finditer(lock)]


def wanted() -> list[str]:
    """Return the requirements of the project, of its development and of its build."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    extras = [one for group in project["optional-dependencies"].values() for one in group]
    return [*project["dependencies"], *extras, *settings["build-system"]["requires"]]


def matches(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    """Return file, line and words wherever a pattern occurs."""
    return [
        f"{name}:{number}: {found[0]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for found in pattern.finditer(line)
    ]


def test_root_holds_only_what_was_agreed(tracked):
    """The root of the repository holds the agreed entries and nothing else."""
    assert set() == {Path(name).parts[0] for name in tracked} - AT_THE_ROOT


def test_nothing_is_left_unfinished(texts):
    """No file holds a mark of something left for later."""
    assert [] == matches(texts, UNFINISHED)


def test_no_path_of_a_machine_is_written_down(texts):
    """No file names a folder of the machine it was written on."""
    assert [] == matches(texts, MACHINE)


def test_texts_end_with_one_line_end(texts):
    """A text file ends with exactly one line end and has no carriage returns."""
    assert [] == [
        name for name, text in texts.items() if text and not re.search(r"[^\n]\n\Z", text)
    ]
    assert [] == [name for name, text in texts.items() if "\r" in text]


def test_lock_file_holds_nothing_but_pins(lock):
    """The lock file consists of pins and hashes: no host, no index, no path, no option."""
    assert "" == PIN.sub("", lock).strip()
    assert [] == re.findall(r"://|^-.*|.* @ .*", lock, re.MULTILINE)


def test_lock_file_has_a_hash_for_every_pin(pins):
    """Each requirement is pinned to one version with at least one SHA-256."""
    exact = re.compile(r"==[^,*]+")

    assert [] == [
        str(pin)
        for pin, hashes in pins
        if not exact.fullmatch(str(pin.specifier))
        or not re.fullmatch(r"(\s\\\n\s+--hash=sha256:[0-9a-f]{64})+", hashes)
    ]


@pytest.mark.parametrize("requirement", wanted())
def test_requirement_is_pinned(requirement, pins):
    """Each requirement of the project is in the lock file, at a version it allows."""
    asked = Requirement(requirement)
    found = [pin for pin, _ in pins if canonicalize_name(pin.name) == canonicalize_name(asked.name)]

    assert found
    assert all(
        asked.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True)
        for pin in found
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_tool_is_content(arguments):
    """The linter, the formatter and the type checker have nothing to say."""
    ended = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr

"""The rules of the house, checked on every source file."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("reports", "flows", "tests")

HOMES = {
    "prefect": ("flows",),
    "sqlalchemy": ("reports.warehouse", "reports.store"),
    "duckdb": ("reports.warehouse", "reports.demo"),
    "jinja2": ("reports.rendering",),
    "babel": ("reports.rendering",),
    "weasyprint": ("reports.rendering",),
    "smtplib": ("reports.delivery",),
    "pandas": (
        "reports.warehouse",
        "reports.kpis",
        "reports.models",
        "reports.retrospectives",
        "reports.demo",
    ),
    "sqlglot": ("reports.warehouse", "reports.catalog"),
    "pydantic": ("reports.config",),
    "tomlkit": ("reports.config",),
    "typer": ("reports.cli",),
    "click": ("reports.cli",),
    "rich": ("reports.cli",),
}
OUTSIDE = {
    ("os", "environ"),
    ("os", "getenv"),
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("Timestamp", "now"),
    ("Timestamp", "today"),
}
READERS_OF_OUTSIDE = ("reports.cli", "flows", "reports.config")
TOUCHING = {
    "open",
    "connect",
    "create_engine",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "read_csv",
    "read_parquet",
    "urlopen",
    "mkdir",
}
CACHES = {"cache", "lru_cache"}
VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "process"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """A source file, its lines and its syntax tree."""

    path: Path
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    @property
    def module(self) -> str:
        """Return its dotted name."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def lies_in(self, homes: tuple[str, ...]) -> bool:
        """Tell whether the module is one of `homes` or lies below one."""
        return any(f"{self.module}.".startswith(f"{home}.") for home in homes)

    @property
    def functions(self) -> list[Function]:
        """Return all functions, at any depth."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def paths(*folders: str) -> list[Path]:
    """Return the source files of the named folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def read(path: Path) -> Source:
    """Read and parse one source file."""
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, filename=str(path)))


def spoken(path: Path) -> str:
    """Name a file in the test's id by its place in the repository."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=paths(*FOLDERS), ids=spoken)
def source(request):
    """Give each source file, tests too."""
    return read(request.param)


@pytest.fixture(params=paths("reports", "flows"), ids=spoken)
def shipped(request):
    """Give each source file that is shipped."""
    return read(request.param)


def imports(tree: ast.AST) -> Iterator[str]:
    """Give the dotted names of all absolute imports, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> tuple[str, ...]:
    """Return the names of an attribute chain or a call of one, outermost last."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return (*dotted(node.value), node.attr)
    return (node.id,) if isinstance(node, ast.Name) else ()


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Give every node that is evaluated when the module is imported."""
    if isinstance(node, ast.Lambda):
        return
    yield node
    if isinstance(node, Function):
        below = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    else:
        below = list(ast.iter_child_nodes(node))
    for child in below:
        yield from run_at_import(child)


def undocumented(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Give the public classes and functions of a module or class that lack a docstring."""
    for child in node.body:
        if not isinstance(child, ast.ClassDef | Function) or child.name.startswith("_"):
            continue
        if any(dotted(one)[-1:] == ("overload",) for one in child.decorator_list):
            continue
        if not ast.get_docstring(child):
            yield child.name
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child)


def test_contracts_between_modules_hold():
    """Modules import each other only downwards, and stages not at all."""
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    ended = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_contracts_name_every_module():
    """No part of the library escapes the contracts because nobody listed it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"]]
    listed = set(re.findall(r"[\w.]+", str(layers)))
    parts = {path.relative_to(ROOT / "reports").parts[0] for path in paths("reports")}
    modules = {f"reports.{part.removesuffix('.py')}" for part in parts - {"__init__.py"}}

    assert set() == modules - listed


def test_library_is_imported_only_in_its_home(shipped):
    """Each outside library is known to the parts that are about it, and to no others."""
    tops = {name.split(".")[0] for name in imports(shipped.tree)}

    assert set() == {top for top in tops & set(HOMES) if not shipped.lies_in(HOMES[top])}


@pytest.mark.parametrize("path", paths("reports/values"), ids=spoken)
def test_values_need_the_standard_library_only(path):
    """Values know the standard library and the errors, nothing else."""
    known = sys.stdlib_module_names

    assert [] == [
        name
        for name in imports(read(path).tree)
        if name.split(".")[0] not in known
        and not name.startswith(("reports.values.", "reports.errors."))
    ]


def test_clock_and_environment_come_as_arguments(shipped):
    """Only the command, the flows and the configuration read the clock or the environment."""
    chains = {dotted(node)[-2:] for node in ast.walk(shipped.tree)}
    names = {tuple(name.split(".")[-2:]) for name in imports(shipped.tree)}

    assert shipped.lies_in(READERS_OF_OUTSIDE) or set() == OUTSIDE & (chains | names)


def test_import_touches_nothing(shipped):
    """Importing a module opens no file and no connection."""
    calls = [node for node in run_at_import(shipped.tree) if isinstance(node, ast.Call)]

    assert set() == TOUCHING & {name for call in calls for name in dotted(call)[-1:]}


def test_module_keeps_no_cache(shipped):
    """No module or class remembers results between calls."""
    decorators = {
        name
        for node in run_at_import(shipped.tree)
        if isinstance(node, Function)
        for one in node.decorator_list
        for name in dotted(one)[-1:]
    }
    stores = [
        ast.unparse(node)
        for node in shipped.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value
        and ast.unparse(node.value) in {"{}", "[]", "set()", "dict()", "list()"}
    ]

    assert (set(), []) == (CACHES & decorators, stores)


def test_file_is_short(source):
    """A file has at most 300 lines."""
    length = len(source.text.splitlines())

    assert length <= 300


def test_functions_are_short(source):
    """A function has at most 40 lines."""
    lengths = {one.name: one.end_lineno - one.lineno + 1 for one in source.functions}

    assert {} == {name: length for name, length in lengths.items() if length > 40}


def test_functions_take_few_arguments_by_position(source):
    """A function takes at most five arguments by position, besides self or cls."""
    counts = {}
    for one in source.functions:
        names = [argument.arg for argument in one.args.posonlyargs + one.args.args]
        counts[one.name] = len([name for name in names if name not in {"self", "cls"}])

    assert {} == {name: count for name, count in counts.items() if count > 5}


def test_public_names_are_documented(source):
    """Every module, public class, public function and test says in a sentence what it does."""
    assert ast.get_docstring(source.tree)
    assert [] == list(undocumented(source.tree))


def test_module_name_is_a_noun_that_says_something(source):
    """No module is called after nothing in particular."""
    assert set() == VAGUE & set(source.module.split("."))

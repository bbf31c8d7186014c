"""The workspace that init writes."""

import tomllib

import pytest

from reports.catalog import load_catalog
from reports.config import load_workspace, write_scaffold
from reports.errors import ConfigError
from reports.resources import resource_folder
from reports.values.record import Records

ENVIRONMENT = {"WAREHOUSE_PASSWORD": "hunter2"}


def block_at_work(text, first):
    """Return a text with the commented lines from `first` to the next empty one at work."""
    before, found, after = text.partition(f"# {first}")
    block, end, rest = (found + after).partition("\n\n")
    return before + block.replace("\n# ", "\n").removeprefix("# ") + end + rest


def uncommented(text, first):
    """Return a text with the commented lines from `first` on at work."""
    before, found, after = text.partition(f"# {first}")
    return before + (found + after).replace("\n# ", "\n").removeprefix("# ")


def test_scaffold_is_a_workspace(tmp_path):
    """What init writes is accepted as soon as the variable is set."""
    write_scaffold(tmp_path / "new" / "place")
    workspace = load_workspace(tmp_path / "new" / "place", ENVIRONMENT)

    assert ["assistant"] == [product.name for product in workspace.products]
    assert workspace.warehouse.url.startswith("postgresql+psycopg://reviewer:hunter2@")


def test_scaffold_says_which_variable_is_missing(tmp_path):
    """Without the variable the message names it."""
    write_scaffold(tmp_path)

    with pytest.raises(ConfigError, match="WAREHOUSE_PASSWORD is not set"):
        load_workspace(tmp_path, {})


def test_written_files_are_returned(tmp_path):
    """The command can tell the user what it has written."""
    names = {path.relative_to(tmp_path).as_posix() for path in write_scaffold(tmp_path)}

    assert {
        "review.toml",
        "kpis.toml",
        "iterations.toml",
        "comments.toml",
        "sql/kpis/.gitkeep",
        ".gitignore",
        "README.md",
    } == names
    assert names == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }


def test_state_is_kept_out_of_git(tmp_path):
    """The ledger's folder is ignored by git."""
    write_scaffold(tmp_path)

    assert "/.product-review/" in (tmp_path / ".gitignore").read_text().splitlines()


def test_commented_relation_works(tmp_path):
    """The example of a relation of one's own can be put to work by removing the comment signs."""
    write_scaffold(tmp_path)
    path = tmp_path / "review.toml"
    path.write_text(uncommented(path.read_text(), "[products.assistant.relations.invoices]"))

    assert "invoices" in load_workspace(tmp_path, ENVIRONMENT).products[0].relations


def test_commented_objective_works(tmp_path):
    """The example of an objective can be put to work by removing the comment signs."""
    write_scaffold(tmp_path)
    path = tmp_path / "review.toml"
    path.write_text(block_at_work(path.read_text(), "[[products.assistant.objectives]]"))
    (objective,) = load_workspace(tmp_path, ENVIRONMENT).products[0].objectives
    catalog = load_catalog([resource_folder("sql")], None)
    named = {entry.kpi for entry in (*objective.kpis, *objective.guardrails)}

    assert ("useful", "head of product", 2.0) == (objective.name, objective.owner, objective.weight)
    assert set() == named - set(catalog.kpis)


def test_commented_records_work(tmp_path):
    """The examples of records and comments say nothing until the comment signs are removed."""
    write_scaffold(tmp_path)
    assert Records() == load_workspace(tmp_path, ENVIRONMENT).records
    for table in ("iterations", "annotations", "incidents", "rebases", "comments"):
        path = tmp_path / ("comments.toml" if table == "comments" else "iterations.toml")
        path.write_text(block_at_work(path.read_text(), f"[[{table}]]"))
    records = load_workspace(tmp_path, ENVIRONMENT).records

    assert ["annotation", "incident"] == [one.kind for one in records.annotations]
    assert (1, 1, 1) == tuple(
        len(group) for group in (records.iterations, records.rebases, records.comments)
    )


def test_commented_kpis_work(tmp_path):
    """The examples of KPIs can be put to work by removing the comment signs."""
    write_scaffold(tmp_path)
    path = tmp_path / "kpis.toml"
    assert {} == tomllib.loads(path.read_text())
    path.write_text(uncommented(path.read_text(), "[messages_sent]"))
    catalog = load_catalog([], path)

    assert {"messages_sent", "answers_accepted", "accepted_per_message"} == set(catalog.kpis)


@pytest.mark.parametrize("name", ["review.toml", "kpis.toml", "comments.toml", ".gitignore"])
def test_nothing_is_overwritten(tmp_path, name):
    """A file that exists is named, and neither it nor another is written."""
    (tmp_path / name).write_text("mine")

    with pytest.raises(ConfigError, match=f"{name} would be overwritten"):
        write_scaffold(tmp_path)
    assert [name] == [path.name for path in tmp_path.iterdir()]
    assert "mine" == (tmp_path / name).read_text()


def test_second_init_is_refused(tmp_path):
    """A workspace is not made twice in one place."""
    write_scaffold(tmp_path)

    with pytest.raises(ConfigError, match=r"review\.toml"):
        write_scaffold(tmp_path)


def test_file_in_the_way_is_named(tmp_path):
    """Where a file has the name of the folder, a message says so."""
    (tmp_path / "taken").write_text("")

    with pytest.raises(ConfigError) as caught:
        write_scaffold(tmp_path / "taken")
    assert "the file cannot be written" == caught.value.what

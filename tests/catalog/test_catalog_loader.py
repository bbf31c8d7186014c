"""Tests of loading a whole catalog from folders."""

import pytest

from reports.catalog import load_catalog
from reports.errors import DefinitionError


@pytest.fixture
def folders(tmp_path):
    """Return the shipped and the workspace's sql folder, both empty."""
    pair = [tmp_path / "shipped" / "sql", tmp_path / "mine" / "sql"]
    for folder in pair:
        (folder / "kpis" / "sqlite").mkdir(parents=True)
    return pair


def _write(folder, name, text):
    (folder / "kpis" / f"{name}.sql").write_text(text, encoding="utf-8")


def test_the_workspace_overrides_a_shipped_file(folders, kpi_text):
    """The file of the last folder wins, and a body of the replaced file goes with it."""
    _write(folders[0], "messages", kpi_text)
    _write(folders[0], "sqlite/messages", kpi_text.split("*/")[1])
    _write(folders[1], "messages", kpi_text.replace('"Messages"', '"Mine"'))
    kpi = load_catalog(folders, None).kpis["messages"]

    assert kpi.title == "Mine"
    assert kpi.query.bodies == {}


def test_the_workspace_may_override_a_body_alone(folders, kpi_text):
    """A body of the workspace joins a shipped KPI file."""
    _write(folders[0], "messages", kpi_text)
    _write(folders[1], "sqlite/messages", kpi_text.split("*/")[1])

    assert set(load_catalog(folders, None).kpis["messages"].query.bodies) == {"sqlite"}


def test_broken_definitions_fail_alone(folders, kpi_text, tmp_path):
    """Without strictness the good are kept, the bad collected, and formulas over them refused."""
    _write(folders[0], "good", kpi_text)
    _write(folders[0], "bad", kpi_text.replace('"total"', '"totl"'))
    _write(folders[1], "Loud", kpi_text)
    bulk = tmp_path / "kpis.toml"
    keys = 'title = "x"\nwhy = "y"\nunit = "count"\nbetter = "none"\nchapter = "x"\n'
    bulk.write_text(f'[double]\n{keys}formula = "bad * 2"\n[fine]\n{keys}formula = "good * 2"\n')
    catalog = load_catalog(folders, bulk, strict=False)

    assert list(catalog.kpis) == ["good", "fine"]
    assert set(catalog.broken) == {"bad", "Loud", "double"}
    assert "its operand bad is refused" in catalog.broken["double"].what


def test_strict_loading_raises_the_first_refusal(folders, kpi_text):
    """By default one wrong definition refuses the catalog."""
    _write(folders[0], "bad", kpi_text.replace('"total"', '"totl"'))

    with pytest.raises(DefinitionError, match="unknown kind"):
        load_catalog(folders, None)


def test_one_name_has_one_definition(folders, kpi_text, tmp_path):
    """A KPI of kpis.toml cannot take the name of a KPI file."""
    _write(folders[0], "messages", kpi_text)
    bulk = tmp_path / "kpis.toml"
    bulk.write_text('[messages]\nformula = "a"\n')
    catalog = load_catalog(folders, bulk, strict=False)

    assert catalog.kpis == {}
    assert "two definitions are called messages" in catalog.broken["messages"].what


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("mysql/messages", "no dialect is called mysql"),
        ("sqlite/other", "a body without its KPI file"),
    ],
)
def test_a_stray_body_is_refused(folders, kpi_text, path, reason):
    """A body stands in the folder of a dialect and belongs to a KPI file."""
    (folders[0] / "kpis" / "mysql").mkdir()
    _write(folders[0], "messages", kpi_text)
    _write(folders[0], path, kpi_text.split("*/")[1])

    with pytest.raises(DefinitionError, match=reason):
        load_catalog(folders, None)


def test_an_unreadable_file_is_refused(folders):
    """Bytes that are no UTF-8 are a wrong definition, not a crash."""
    (folders[0] / "kpis" / "messages.sql").write_bytes(b"/* \xff */")

    with pytest.raises(DefinitionError, match="cannot be read"):
        load_catalog(folders, None)


def test_absent_files_are_no_definitions(tmp_path):
    """A workspace without sql folder and kpis.toml has an empty catalog."""
    assert load_catalog([tmp_path / "sql"], tmp_path / "kpis.toml").kpis == {}

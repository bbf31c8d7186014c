"""Load every definition of a workspace and put operands before formulas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reports.catalog.bulk import read_bulk_file
from reports.catalog.formula import evaluation_order
from reports.catalog.header import definition_hash
from reports.catalog.kpifile import KpiFile, read_kpi_file
from reports.catalog.names import DIALECTS, did_you_mean, is_lower_snake
from reports.errors import DefinitionError
from reports.values.kpi import Kpi

_KPIS = "kpis"


@dataclass(frozen=True, slots=True)
class Catalog:
    """All definitions, operands before formulas, and those that were refused.

    `broken` is keyed by the KPI's name, or by the stem of a file that holds none.
    """

    kpis: Mapping[str, Kpi]
    broken: Mapping[str, DefinitionError]


@dataclass(slots=True)
class _Collection:
    """What has been read so far."""

    kpis: dict[str, Kpi] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    broken: dict[str, DefinitionError] = field(default_factory=dict)

    def add(self, name: str, where: str, read: Callable[[], Kpi]) -> None:
        """Read one definition, and keep it or what is wrong with it."""
        if name in self.places:
            self.kpis.pop(name, None)
            self.broken[name] = DefinitionError(
                f"two definitions are called {name}",
                where=where,
                expected="one definition for each name",
                got=f"another one in {self.places[name]}",
                next_step=f"rename one; to replace a shipped KPI write sql/kpis/{name}.sql",
            )
            return
        self.places[name] = where
        try:
            self.kpis[name] = read()
        except DefinitionError as error:
            self.broken[name] = error


def load_catalog(folders: Sequence[Path], bulk: Path | None, *, strict: bool = True) -> Catalog:
    """Load the KPI files below `folders` (the last one wins) and kpis.toml.

    Raises: DefinitionError for the first refused definition, if `strict`.
    """
    found = _Collection()
    files, found.broken = _find_files(folders)
    for file in files:
        found.add(file.name, str(file.path), _reader(file))
    if bulk is not None and bulk.exists():
        _add_bulk(bulk, found)
    order, unusable = evaluation_order(found.kpis, found.places, found.broken)
    broken = {**found.broken, **unusable}
    if strict and broken:
        raise next(iter(broken.values()))
    return Catalog(_with_operands_hashed(order, found.kpis), broken)


def _reader(file: KpiFile) -> Callable[[], Kpi]:
    return lambda: read_kpi_file(file)


def _add_bulk(bulk: Path, found: _Collection) -> None:
    """Add the definitions of kpis.toml."""
    try:
        entries = read_bulk_file(bulk)
    except DefinitionError as error:
        found.broken[bulk.stem] = error
        return
    for entry in entries:
        found.add(entry.name, entry.where, entry.read)


def _find_files(
    folders: Sequence[Path],
) -> tuple[list[KpiFile], dict[str, DefinitionError]]:
    """Find KPI files by name, each with the bodies that belong to it."""
    main: dict[str, KpiFile] = {}
    bodies: dict[tuple[str, str], Path] = {}
    broken: dict[str, DefinitionError] = {}
    for folder in folders:
        for path in sorted((folder / _KPIS).glob("*.sql")):
            if is_lower_snake(path.stem):
                main[path.stem] = KpiFile(path.stem, path, f"{folder.name}/{_KPIS}/{path.name}")
                # A body written for the file that is replaced here would bring it back.
                bodies = {key: body for key, body in bodies.items() if key[0] != path.stem}
            else:
                broken[path.stem] = _misnamed(path)
        for path in sorted((folder / _KPIS).glob("*/*.sql")):
            bodies[path.stem, path.parent.name] = path
    for (name, dialect), path in bodies.items():
        if name not in main or dialect not in DIALECTS:
            broken[name] = _stray_body(path, known=name in main)
    return [_complete(file, bodies) for _, file in sorted(main.items())], broken


def _complete(file: KpiFile, bodies: Mapping[tuple[str, str], Path]) -> KpiFile:
    """Return the file with its bodies."""
    own = ((key[1], path) for key, path in sorted(bodies.items()) if key[0] == file.name)
    return replace(file, bodies=tuple(pair for pair in own if pair[0] in DIALECTS))


def _misnamed(path: Path) -> DefinitionError:
    return DefinitionError(
        "the file's name cannot be a KPI's name",
        where=str(path),
        expected="lower_snake_case, like active_users.sql",
        got=path.name,
        next_step="rename the file",
    )


def _stray_body(path: Path, *, known: bool) -> DefinitionError:
    """Return the error about a body in a folder that is no dialect, or without its KPI file."""
    dialect = path.parent.name
    if known:
        return DefinitionError(
            f"no dialect is called {dialect}",
            where=str(path),
            expected="a folder " + ", ".join(DIALECTS),
            got=dialect,
            next_step=did_you_mean(dialect, DIALECTS),
        )
    return DefinitionError(
        "a body without its KPI file",
        where=str(path),
        expected=f"{_KPIS}/{path.name} with the header beside the folder {dialect}",
        got="no such file",
    )


def _with_operands_hashed(order: Sequence[str], kpis: Mapping[str, Kpi]) -> dict[str, Kpi]:
    """Let a formula's hash change with the definitions it rests on."""
    done: dict[str, Kpi] = {}
    for name in order:
        kpi = kpis[name]
        if kpi.operands:
            below = tuple(done[operand].definition_hash for operand in kpi.operands)
            kpi = replace(kpi, definition_hash=definition_hash(kpi, below))
        done[name] = kpi
    return done

"""`[look]` becomes a look: its colours are measured, its files are read and checked."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reports.config.colours import Given, dark_colours, scheme_problems
from reports.config.locate import KeyPath
from reports.config.logo import read_logo
from reports.config.look_schema import ColourKeys, DarkKeys, LookKeys
from reports.config.problems import Problem, clipped
from reports.config.sections import read_section, subtable
from reports.config.typefaces import read_typeface
from reports.config.urls import Surroundings
from reports.values.look import HOUSE_LOOK, Logo, Look, Typeface
from reports.values.palette import COLOURS, DARK_COLOURS

LOOK: KeyPath = ("look",)
DARK: KeyPath = (*LOOK, "dark")

_LOGO_KB = 200
_FONT_KB = 2048
_FONTS = (".ttf", ".otf")


def read_look(table: Mapping[str, object], around: Surroundings) -> Look:
    """Return what a workspace sets of its look; with problems, the house's."""
    keys = read_section(LookKeys, table, LOOK, around.problems)
    dark = read_section(DarkKeys, subtable(table, "dark"), DARK, around.problems)
    if keys is None or dark is None:
        return HOUSE_LOOK
    light, at_night = _colours(keys), _colours(dark)
    derived = dark_colours(light, at_night)
    _measure(light, derived, at_night, around)
    return Look(
        colours=tuple(sorted(light.items())),
        dark=tuple(sorted(derived.items())),
        logo=_logo(keys.logo, around),
        **_faces(keys, around),
    )


def _measure(light: Given, dark: Given, at_night: Given, around: Surroundings) -> None:
    """Add what is wrong with the colours; one that is wrong on paper is told once."""
    wrong = [*scheme_problems(COLOURS, {name: (value, LOOK) for name, value in light.items()})]
    told = {problem.path for problem in wrong}
    placed = {name: (value, DARK if name in at_night else LOOK) for name, value in dark.items()}
    wrong += [one for one in scheme_problems(DARK_COLOURS, placed) if one.path not in told]
    for problem in wrong:
        around.problems.add(problem)


def _colours(keys: ColourKeys) -> Given:
    """Return the colours that are given, by name."""
    found = {name: getattr(keys, name) for name in COLOURS if name in ColourKeys.model_fields}
    return {name: value for name, value in found.items() if value is not None}


def _logo(name: str | None, around: Surroundings) -> Logo | None:
    path = (*LOOK, "logo")
    data = _bytes(name, path, (".svg", ".png"), _LOGO_KB, around) if name else b""
    found = read_logo(data, path) if data else None
    if isinstance(found, Problem):
        around.problems.add(found)
        return None
    return found


def _faces(keys: LookKeys, around: Surroundings) -> dict[str, Typeface | None]:
    """Return the typefaces, under names that differ from each other's and the house's."""
    data = _with_bold(keys.data_font, keys.data_font_bold, "data_font", around)
    text = _with_bold(keys.text_font, keys.text_font_bold, "text_font", around)
    if data and text and data.family == text.family:
        text = replace(text, family=f"{text.family} Text")
    return {"data_face": data, "text_face": text}


def _with_bold(
    name: str | None, bold: str | None, key: str, around: Surroundings
) -> Typeface | None:
    """Return a typeface with its second file, which one that holds a single weight needs."""
    path = (*LOOK, f"{key}_bold")
    face, heavy = _face(name, (*LOOK, key), around), _face(bold, path, around)
    if heavy and (face is None or face.variable) and (name is None or face):
        what = f"{key} has all weights in it" if face else f"there is no {key} to go with it"
        around.problems.add(Problem(path, what, f"a second file where {key} holds one weight"))
    if face and not heavy and not face.variable and bold is None:
        what, expected = f"{key} holds a single weight", f"{key}_bold beside it, for emphasis"
        next_step = f"add {key}_bold, or use a variable font"
        around.problems.add(Problem((*LOOK, key), what, expected, next_step=next_step))
    return replace(face, bold=heavy.data) if face and heavy else face


def _face(name: str | None, path: KeyPath, around: Surroundings) -> Typeface | None:
    data = _bytes(name, path, _FONTS, _FONT_KB, around) if name else b""
    found = read_typeface(data, path) if data else None
    if isinstance(found, Problem):
        around.problems.add(found)
        return None
    return found


def _bytes(
    name: str, path: KeyPath, suffixes: tuple[str, ...], most_kb: int, around: Surroundings
) -> bytes:
    """Return the bytes of a file of the workspace, or none and a problem."""
    found = _read(around.root, name, suffixes, most_kb)
    if isinstance(found, bytes):
        return found
    what, expected, got = found
    around.problems.add(Problem(path, what, expected, got or f'"{name}"'))
    return b""


def _read(
    root: Path, name: str, suffixes: tuple[str, ...], most_kb: int
) -> bytes | tuple[str, str, str]:
    """Return a file's bytes, or what is wrong with it, what is expected, and what was found."""
    kinds = " or ".join(suffixes)
    if not name.lower().endswith(suffixes):
        return "a kind of file that is not read here", f"a file that ends with {kinds}", ""
    try:
        file = (root / name).resolve()
        if not file.is_relative_to(root.resolve()):
            return "the file lies outside the workspace", "a path below this file's folder", ""
        size_kb = file.stat().st_size / 1024 if file.is_file() else 0
        if size_kb > most_kb:
            return "the file is too large", f"at most {most_kb} KB", f"{size_kb:.0f} KB"
        data = file.read_bytes() if size_kb else b""
    except (OSError, RuntimeError) as error:
        return "the file cannot be read", "a file that may be read", clipped(str(error))
    return data or ("no such file, or an empty one", f"a {kinds} file in the workspace", "")

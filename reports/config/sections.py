"""Read one table of the file with its model, and turn what pydantic refuses into problems."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reports.config.locate import KeyPath
from reports.config.problems import Problem, Problems, clipped, closest, described, suggestion
from reports.config.record_schema import RecordKeys
from reports.config.schema import Keys, TopKeys

_EXPECTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "dict_type": "a table",
    "list_type": "a list",
    "float_type": "a number",
    "date_type": "a date such as 2026-12-31, without quotes and time",
}

_UNKNOWN = "extra_forbidden"
_SECRETIVE = ("warehouse", "ledger", "mail", "chat")

K = TypeVar("K", bound=Keys)


def read_section(
    model: type[K], table: Mapping[str, object], path: KeyPath, problems: Problems
) -> K | None:
    """Return the checked keys of a table, or None and problems."""
    try:
        return model.model_validate(dict(table))
    except ValidationError as error:
        details = error.errors(include_url=False)
    known = _names(model)
    unknown = [str(detail["loc"][-1]) for detail in details if detail["type"] == _UNKNOWN]
    meant = {closest(key, known) for key in unknown}
    for detail in details:
        # A key that is there but misspelt is not missing as well.
        if detail["type"] != "missing" or detail["loc"][-1] not in meant:
            problems.add(_problem(model, detail, path))
    return None


def subtable(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the table under a key, empty where there is none or something else stands there."""
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _names(model: type[Keys]) -> tuple[str, ...]:
    """Return the keys of a model as the file calls them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _problem(model: type[Keys], detail: ErrorDetails, path: KeyPath) -> Problem:
    place = (*path, *(step for step in detail["loc"] if step != "[key]"))
    kind = detail["type"]
    if kind == _UNKNOWN:
        return _unknown_key(model, place)
    if kind == "missing":
        return _missing_key(model, place)
    got = described(detail["input"], secret=place[0] in _SECRETIVE)
    if kind == "refused":
        parts = detail["ctx"]
        return Problem(place, parts["what"], parts["expected"], got, parts["next_step"])
    return Problem(place, "the value does not fit", _requirement(detail), got)


def _requirement(detail: ErrorDetails) -> str:
    """Say what is expected, in the words of TOML rather than of Python."""
    if detail["type"] == "too_short":
        return f"at least {detail['ctx']['min_length']}"
    if detail["type"] == "string_too_long":
        return f"at most {detail['ctx']['max_length']} letters"
    stated = detail["msg"].removeprefix("Input should be ")
    return _EXPECTED.get(detail["type"], stated)


def _missing_key(model: type[Keys], place: KeyPath) -> Problem:
    example = (model.model_fields[str(place[-1])].examples or [""])[0]
    return Problem(place, "the key is missing", expected=str(example), next_step="add it")


def _unknown_key(model: type[Keys], place: KeyPath) -> Problem:
    key = str(place[-1])
    known = _names(model)
    next_step = suggestion(key, known)
    if not next_step and key in TopKeys.model_fields and not issubclass(model, RecordKeys):
        next_step = "move it to the top of the file, before the first [table]"
    return Problem(
        place,
        f'unknown key "{clipped(key)}"',
        expected=f"one of {', '.join(known)}",
        next_step=next_step or "remove it",
    )

"""Errors: what they say and how they end a command."""

import pickle

import pytest

from reports import errors

KINDS = {
    "ReportError": 1,
    "ConfigError": 2,
    "DefinitionError": 3,
    "ContractError": 4,
    "StaleDataError": 5,
    "RenderError": 6,
    "DeliveryError": 7,
    "ArchiveError": 8,
}
PARTS = {
    "where": "review.toml, [warehouse] urll",
    "expected": "url",
    "got": "urll",
    "next_step": "rename the key",
}


def test_message_has_its_parts_in_order():
    """A message says where and what first, then expected, got and the next step."""
    error = errors.ConfigError("unknown key", **PARTS)

    assert (
        "review.toml, [warehouse] urll: unknown key\n"
        "  expected: url\n"
        "  got: urll\n"
        "  next: rename the key"
    ) == str(error)


def test_message_leaves_out_what_is_unknown():
    """Parts that are not known take no line."""
    assert "no data" == str(errors.StaleDataError("no data"))


def test_place_is_added_once():
    """A place given later fills a gap and replaces nothing."""
    error = errors.DefinitionError("no SELECT").located("sql/kpis/a.sql").located("elsewhere")

    assert "sql/kpis/a.sql: no SELECT" == str(error)


@pytest.mark.parametrize("name", KINDS)
def test_error_survives_a_process_boundary(name):
    """An error that comes back from a rendering process is the same error."""
    error = getattr(errors, name)("broken", **PARTS)
    back = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert (type(error), str(error), PARTS) == (
        type(back),
        str(back),
        {part: getattr(back, part) for part in PARTS},
    )


@pytest.mark.parametrize(("name", "code"), KINDS.items())
def test_error_ends_with_its_own_exit_code(name, code):
    """Each kind of error has the exit code drawn beside it in the module's docstring."""
    kind = getattr(errors, name)

    assert code == kind.exit_code
    assert issubclass(kind, errors.ReportError)
    assert f"exit {code}" in next(
        line for line in errors.__doc__.splitlines() if f" {name} " in f" {line} "
    )


def test_every_error_is_drawn():
    """No error class is missing from the tree in the module's docstring."""
    classes = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }

    assert set(KINDS) == classes

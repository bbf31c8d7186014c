"""Numeric reference cases, and how results are compared with them."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isclose
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "statistics.json"
CONTRAST = "contrast_"


@lru_cache(maxsize=1)
def _cases() -> dict[str, dict]:
    if not CASES.is_file():
        pytest.skip("the reference cases are not beside this checkout")
    return {item["id"]: item for item in json.loads(CASES.read_text(encoding="utf-8"))["cases"]}


def names() -> list[str]:
    """Return the names of all cases; skips where there are none."""
    return list(_cases())


def case(name: str) -> dict:
    """Return a case: definition, inputs, expected, tolerance; skips where there are none."""
    return _cases()[name]


def contrasts(found: Mapping) -> dict:
    """Return the wrong methods' answers that a case holds, by name."""
    return {key: value for key, value in found["expected"].items() if key.startswith(CONTRAST)}


def unnoticed(found: Mapping) -> list[str]:
    """Return the results of a case that a wrong method's answer could replace without notice."""
    right = {key: value for key, value in found["expected"].items() if not key.startswith(CONTRAST)}
    return [
        f"{key} as {name}"
        for name, wrong in contrasts(found).items()
        for key in right
        if not differences(found["expected"], right | {key: wrong}, found["tolerance"])
    ]


def differences(expected: object, actual: object, tolerance: Mapping, place: str = "") -> list[str]:
    """Return where a result differs from what is expected; wrong methods' answers are no part."""
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            return [f"{place}: no mapping"]
        return [
            line
            for key, value in expected.items()
            if not key.startswith(CONTRAST)
            for line in differences(value, actual.get(key), tolerance, f"{place}.{key}")
        ]
    if isinstance(expected, Sequence) and not isinstance(expected, str):
        if not isinstance(actual, Sequence) or len(expected) != len(actual):
            return [f"{place}: {expected} is not {actual}"]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [x for k, (e, a) in pairs for x in differences(e, a, tolerance, f"{place}[{k}]")]
    return [] if _same(expected, actual, tolerance) else [f"{place}: {expected} is not {actual}"]


def _same(expected: object, actual: object, tolerance: Mapping) -> bool:
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return expected == actual
    if isinstance(actual, bool) or not isinstance(actual, int | float):
        return False
    return isclose(expected, actual, rel_tol=tolerance["rel"], abs_tol=tolerance["abs"])

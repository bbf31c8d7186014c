"""Frozen values to plain JSON and back, driven by their type hints."""

import types
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reports.errors import RenderError

_TYPE = "type"


@dataclass(frozen=True, slots=True)
class Codec:
    """Encode and decode; one codec reads the type hints of each class once.

    Example: Codec().encode(date(2026, 11, 9), date) == "2026-11-09"
    """

    _hints: dict[type, Mapping[str, Any]] = field(default_factory=dict)

    def encode(self, value: object, hint: Any) -> Any:  # noqa: ANN401 - a hint is any type
        """Turn a value into JSON; a dataclass in a union of several is tagged with its type."""
        hint = _without_none(hint)
        if is_dataclass(value) and not isinstance(value, type):
            layout = self._encode_fields(value)
            tag = {_TYPE: type(value).__name__.lower()} if _is_union(hint) else {}
            return {**tag, **layout}
        if isinstance(value, tuple) and get_origin(hint) is tuple:
            hints = _item_hints(hint, len(value))
            return [self.encode(item, each) for item, each in zip(value, hints, strict=True)]
        if isinstance(value, Mapping) and get_origin(hint) is not None:
            kind = get_args(hint)[-1]
            return {str(key): self.encode(item, kind) for key, item in value.items()}
        if isinstance(value, date) and hint in {date, datetime}:
            return value.isoformat()
        if isinstance(value, bytes) and hint is bytes:
            return b64encode(value).decode()
        return _encode_loose(value)

    def decode(self, data: Any, hint: Any) -> Any:  # noqa: ANN401 - JSON in, any value out
        """Turn JSON back into what `hint` describes; missing fields take their defaults."""
        hint = _without_none(hint)
        origin, arguments = get_origin(hint), get_args(hint)
        if data is None or _is_union(hint):
            return self._decode_union(data, arguments)
        if origin is tuple:
            hints = _item_hints(hint, len(data))
            return tuple(self.decode(item, each) for item, each in zip(data, hints, strict=True))
        if origin is not None and origin is not Literal:
            return {key: self.decode(item, arguments[-1]) for key, item in data.items()}
        if is_dataclass(hint) and isinstance(hint, type):
            return self._decode_fields(data, hint)
        if hint is bytes:
            return b64decode(data, validate=True)
        return hint.fromisoformat(data) if hint in {date, datetime} else _decode_loose(data)

    def _encode_fields(self, value: object) -> dict[str, Any]:
        hints = self._hints_of(type(value))
        return {name: self.encode(getattr(value, name), hint) for name, hint in hints.items()}

    def _decode_fields(self, data: Mapping[str, Any], kind: type) -> object:
        hints = self._hints_of(kind)
        known = {key: self.decode(item, hints[key]) for key, item in data.items() if key in hints}
        return kind(**known)

    def _decode_union(self, data: Any, members: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any value
        kinds = {kind.__name__.lower(): kind for kind in members if isinstance(kind, type)}
        if isinstance(data, dict) and _TYPE in data:
            return self._decode_fields(data, kinds[data[_TYPE]])
        return _decode_loose(data)

    def _hints_of(self, kind: type) -> Mapping[str, Any]:
        """Return the hint of each field, in the order of the fields."""
        if kind not in self._hints:
            hints = get_type_hints(kind)
            self._hints[kind] = {
                item.name: _without_none(hints[item.name]) for item in fields(kind)
            }
        return self._hints[kind]


def _is_union(hint: Any) -> bool:  # noqa: ANN401 - a hint is any type expression
    return get_origin(hint) in {types.UnionType, Union}


def _without_none(hint: Any) -> Any:  # noqa: ANN401 - a hint is any type expression
    """Return the one type beside null, if there is just one."""
    others = [kind for kind in get_args(hint) if kind is not type(None)]
    return others[0] if _is_union(hint) and len(others) == 1 else hint


def _item_hints(hint: Any, count: int) -> tuple[Any, ...]:  # noqa: ANN401 - a hint is any type
    arguments = get_args(hint)
    return arguments[:1] * count if arguments[-1] is Ellipsis else arguments


@singledispatch
def _encode_loose(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Encode a value that no hint describes; dates and tuples are marked as such."""
    raise RenderError(
        f"a value of type {type(value).__name__} cannot stand in a review", where="review.json"
    )


@_encode_loose.register(str | int | float | type(None))
def _(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return value


@_encode_loose.register
def _(value: datetime) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return {"@instant": value.isoformat()}


@_encode_loose.register
def _(value: date) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return {"@date": value.isoformat()}


@_encode_loose.register
def _(value: tuple) -> Any:  # type: ignore[type-arg]  # noqa: ANN401 - any items
    return {"@tuple": [_encode_loose(item) for item in value]}


@_encode_loose.register
def _(value: list) -> Any:  # type: ignore[type-arg]  # noqa: ANN401 - any items
    return [_encode_loose(item) for item in value]


@_encode_loose.register
def _(value: Mapping) -> Any:  # type: ignore[type-arg]  # noqa: ANN401 - any items
    return {str(key): _encode_loose(item) for key, item in value.items()}


def _decode_loose(data: Any) -> Any:  # noqa: ANN401 - JSON in, any value out
    if isinstance(data, list):
        return [_decode_loose(item) for item in data]
    if not isinstance(data, dict):
        return data
    match data:
        case {"@date": text}:
            return date.fromisoformat(text)
        case {"@instant": text}:
            return datetime.fromisoformat(text)
        case {"@tuple": items}:
            return tuple(_decode_loose(item) for item in items)
    return {key: _decode_loose(item) for key, item in data.items()}

"""A statement as it is sent to an engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in the engine's own text, with the values of its placeholders by name."""

    sql: str
    parameters: Mapping[str, object] = field(default_factory=dict)

"""What the owner of a product is told, once for each cause."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One short message; `cause` is the same for what is to be told once."""

    product: str
    cause: str
    subject: str
    lines: tuple[str, ...]

"""Chat channels that hear of a published review."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChatChannel:
    """A channel by a name of the workspace's own; empty `products` means all.

    The URL holds a secret, so it is never shown.
    """

    name: str
    url: str = field(repr=False)
    products: tuple[str, ...] = ()

    def gets(self, product: str) -> bool:
        """Tell whether the reviews of a product are told here."""
        return not self.products or product in self.products

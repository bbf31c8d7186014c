"""The weekly review of an AI product: from a warehouse to a document."""

__version__ = "0.1.0"

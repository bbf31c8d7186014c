"""Blocks of the model chapter."""

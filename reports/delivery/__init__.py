"""Channels that carry a published review to people, one module each."""

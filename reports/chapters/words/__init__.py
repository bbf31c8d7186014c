"""Sentences built from computed facts; every number in them is a quantity of the review."""

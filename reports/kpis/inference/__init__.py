"""How sure a number, a difference or a list of findings is (pure)."""

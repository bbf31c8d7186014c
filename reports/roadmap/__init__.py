"""What to do next: scores with uncertainty, tiers, suggestions, market. Pure."""

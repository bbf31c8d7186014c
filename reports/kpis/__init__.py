"""From facts to readings and comparisons; pure."""

"""Charts as SVG text, drawn from values; the same drawing serves screen and print."""

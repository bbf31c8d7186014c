"""Charts as parts of a document: drawn for a medium, with their numbers one step away."""

"""Parts of the usage chapter: each turns one kind of numbers on people into blocks."""

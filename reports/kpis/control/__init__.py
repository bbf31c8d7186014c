"""Signal or noise: natural process limits and the rules that fire on them; pure."""

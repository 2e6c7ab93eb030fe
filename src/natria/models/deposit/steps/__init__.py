"""Parts of a step in time: formula, potential, front, sodium, checks."""

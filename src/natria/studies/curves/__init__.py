"""Curves and maps: one quantity over conditions or paths of a design."""

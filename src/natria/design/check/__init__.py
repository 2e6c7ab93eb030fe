"""Checks of a design before anything is computed from it."""

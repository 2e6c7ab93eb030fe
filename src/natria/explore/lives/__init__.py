"""Reported lives: survival with censoring, what it depends on, and how little the rows can tell."""

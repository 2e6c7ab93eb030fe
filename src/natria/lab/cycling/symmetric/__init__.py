"""Symmetric cells: overpotentials, iR drop, exhaustion of sodium or electrolyte."""

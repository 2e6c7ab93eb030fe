"""Symmetric cells: overpotentials, IR drop, loss of sodium or electrolyte."""

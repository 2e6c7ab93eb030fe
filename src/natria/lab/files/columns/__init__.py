"""Columns of a file: their names, units and assignment, and the conversion of their texts to numbers."""

"""Columns of impedance tables: their names, units, assignment, and conversion to SI."""

"""Formats of impedance files, one module for each program, with the table of its columns."""

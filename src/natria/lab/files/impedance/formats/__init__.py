"""Formats of impedance files, one module for each program: recognition, loading, and the table of its columns."""

"""Electrodes of a cell: a file for each kind."""

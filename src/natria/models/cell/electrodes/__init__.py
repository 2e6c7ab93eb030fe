"""Electrodes as parts of a cell: one file a kind, behind the functions of `dispatch`."""

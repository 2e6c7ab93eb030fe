"""Failure modes of a cell: utilisation of each limit along a run, critical currents, what ends a run."""

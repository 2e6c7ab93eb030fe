"""Calibration: numbers of a design such that its simulated cell meets data."""

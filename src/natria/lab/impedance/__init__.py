"""Impedance spectra: circuits, fits and what follows from their parameters."""

"""Impedance spectra: circuits and their fits, relaxation times, Kramers-Kronig tests."""

"""Impedance spectra: relaxation times, Kramers-Kronig tests, circuits and their fits."""

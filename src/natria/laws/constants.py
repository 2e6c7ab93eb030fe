"""Constants of nature (CODATA 2018, exact in the SI of 2019)."""

FARADAY = 96485.33212331001  # C/mol
GAS = 8.31446261815324  # J/(mol K)

"""Constants of nature (CODATA 2018, exact in the SI of 2019), and one tolerance."""

FARADAY = 96485.33212331001  # C/mol
GAS = 8.31446261815324  # J/(mol K)
SAME_TEMPERATURE = 2.0  # K; closer than this a property without a law of its own counts as the same

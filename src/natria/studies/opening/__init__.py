"""Opening a case: its file, overrides, calibrated numbers and own measured values."""

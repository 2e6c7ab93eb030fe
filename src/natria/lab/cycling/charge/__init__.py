"""Charge of a half-cycle: from the counter of the instrument or from the readings, with its error."""

"""A synthetic cycler: recordings with known truth, for tests and teaching."""

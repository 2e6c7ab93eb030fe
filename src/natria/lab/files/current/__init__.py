"""A current that a file does not hold: as given, and at each reading."""

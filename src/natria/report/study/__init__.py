"""A study on the terminal, as figures, as one HTML page and as files."""

"""Temperature and time of a spectrum: from the header of its file, from the name of the file, or from a small table."""

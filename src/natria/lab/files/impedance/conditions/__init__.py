"""Temperature and time of a spectrum: from the header, the name of the file, or a small table."""

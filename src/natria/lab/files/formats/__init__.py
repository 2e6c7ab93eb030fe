"""File formats, one module per family of instruments, as tables of columns and units."""

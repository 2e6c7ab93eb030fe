"""The command `natria measure` for each kind of data."""

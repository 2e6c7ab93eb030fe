"""The commands `natria sweep` and `natria optimise`."""

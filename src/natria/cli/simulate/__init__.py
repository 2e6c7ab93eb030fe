"""The commands `natria simulate` and `natria growth`."""

"""Models at the scale of the interface: where the current goes."""

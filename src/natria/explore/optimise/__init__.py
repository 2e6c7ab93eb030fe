"""Search for designs that are best in several objectives."""

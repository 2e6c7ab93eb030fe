"""A file a family of instruments: what their files look like, as tables of columns and units."""

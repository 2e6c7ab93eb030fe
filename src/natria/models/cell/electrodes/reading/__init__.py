"""Reading of a design: the chemistry of an electrode, one file a kind."""

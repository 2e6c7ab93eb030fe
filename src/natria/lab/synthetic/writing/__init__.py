"""Writers of synthetic recordings in the layouts of instruments."""

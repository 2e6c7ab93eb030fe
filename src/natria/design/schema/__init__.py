"""JSON schema of a design file, built from the vocabulary."""

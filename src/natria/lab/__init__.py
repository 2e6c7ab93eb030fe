"""Instrument files to recordings, recordings to findings."""

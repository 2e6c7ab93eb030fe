"""Figures of a study page."""

"""Electrodeposition through an interphase: a phase field in one, two or three dimensions."""

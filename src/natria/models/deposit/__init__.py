"""Electrodeposition through an interphase: a phase field on a uniform grid, in one, two or three dimensions."""

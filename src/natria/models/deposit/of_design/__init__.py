"""Deposition as answerers: a box of a design, its run, what is read off it."""

"""Arithmetic on reported numbers: what follows from others by a definition, and no model of a cell.

A study finds with these whether a paper agrees with itself. Reported numbers are read with `read.reported`, which
refuses those of another subject, of other conditions or of another cycle, and keeps a bound.
"""

from __future__ import annotations

from . import charges, composition, crystals, faces, fading, ions, lives, moduli, profile, ratios

FILES = (lives, fading, charges, profile, composition, ions, crystals, moduli, ratios, faces)
MODELS = tuple(model for file in FILES for model in file.MODELS)

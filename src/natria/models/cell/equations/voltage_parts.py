"""Parts of the cell voltage: their names and their places in the array that `voltage` fills."""

from __future__ import annotations

PARTS = (
    "electrolyte",
    "concentration",
    "solids",
    "films_working",
    "films_counter",
    "face_working",
    "face_counter",
    "equilibrium",
)
N_PARTS = len(PARTS)
ELECTROLYTE, CONCENTRATION, SOLIDS, FILMS_W, FILMS_C, FACE_W, FACE_C, EQUILIBRIUM = range(N_PARTS)

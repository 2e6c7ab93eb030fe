"""Activation energy of an arc of the simulated cell: spectra over temperature, fitted as a measured series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...answers import Answered, Answerer, Reader, Refuse
from ...models.cell import pack
from ...models.cell.build import cell_of
from ...models.cell.prepare import VERSION
from .answers import OBJECTION, VALID_READING, every_film_stores, of_arc, spectrum_at_rest
from .simulated import findings_of_series

CONSTANT = "no-temperature-dependence"  # code of the note on a part without a law


def _energy(read: Reader) -> Answered:
    """Return the energy of an arc, E in T/R = A exp(-E/RT)."""
    if read.part:
        raise Refuse("an arc is one of the whole cell: ask about the cell and about one of its arcs (peak)")
    cell, notes = cell_of(read, charging=True)
    every_film_stores(read)
    if constant := [note.text for note in notes if note.code == CONSTANT]:
        raise Refuse("; ".join(constant))
    ends = 1 / read("usual.lowest_temperature"), 1 / read("usual.highest_temperature")
    spectra = {}
    for kelvin in (1 / np.linspace(*ends, round(read("usual.spectra_in_series")))).tolist():
        packed = pack(replace(cell, temperature=kelvin))
        spectra[kelvin] = spectrum_at_rest(read, packed, packed.start)
    return of_arc(findings_of_series(spectra, read("usual.impedance_noise")), read.term, read)


SPECTRUM_ENERGY = Answerer(
    "spectrum_energy",
    VERSION,
    ("resistance_arrhenius_energy",),
    _energy,
    f"{VALID_READING}; the same energy between 10 and 64 C",
    ignores=("temperature",),
    takes=("peak",),
    cost="seconds",
    objection=OBJECTION,
)

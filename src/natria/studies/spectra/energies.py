"""Activation energy of an arc of the simulated cell.

The spectra over temperature are an artefact, and the energy is that of the fit of a measured series.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...answers import Answered, Answerer, Reader, Refuse
from ...models.cell import pack
from ...models.cell.build import cell_of
from ...models.cell.prepare import VALID, VERSION
from ...record import Spectrum, Table, numbers
from .answers import OBJECTION, VALID_READING, every_film_stores, of_arc, spectrum_at_rest
from .simulated import findings_of_series

SERIES = "impedance_series"
CONSTANT = "no-temperature-dependence"  # code of the note on a part without a law


def _series(read: Reader) -> Table:
    """Return the spectra of the new cell at rest at several temperatures, one below the other."""
    if read.part:
        raise Refuse("an arc is one of the whole cell: ask about the cell and about one of its arcs (peak)")
    cell, notes = cell_of(read, charging=True)
    every_film_stores(read)
    if constant := [note.text for note in notes if note.code == CONSTANT]:
        raise Refuse("; ".join(constant))
    ends = 1 / read("usual.lowest_temperature"), 1 / read("usual.highest_temperature")
    rows = []
    for kelvin in 1 / np.linspace(*ends, round(read("usual.spectra_in_series"))):
        packed = pack(replace(cell, temperature=float(kelvin)))
        one = spectrum_at_rest(read, packed, packed.start)
        rows.append([np.full(len(one), kelvin), one.frequency, one.real, one.imaginary])
    kelvins, frequency, real, imaginary = np.concatenate(rows, axis=1)
    columns = {
        "temperature": numbers("K", kelvins),
        "frequency": numbers("1/s", frequency),
        "real": numbers("ohm m^2", real),
        "imaginary": numbers("ohm m^2", imaginary),
    }
    return Table(SERIES, "Impedance of the simulated cell at rest over temperature", columns)


def _energy(read: Reader) -> Answered:
    """Return the energy of an arc, E in T/R = A exp(-E/RT)."""
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse(f"{SERIES} is no table")
    kelvins, frequency, real, imaginary = (
        table.columns[name].numbers for name in ("temperature", "frequency", "real", "imaginary")
    )
    z = real + 1j * imaginary
    rows = {kelvin: kelvins == kelvin for kelvin in dict.fromkeys(kelvins.tolist())}
    unit, origin = table.columns["real"].unit, read.origin
    spectra = {
        kelvin: Spectrum(frequency[at], z[at], unit, f"{kelvin:.1f} K", None, origin) for kelvin, at in rows.items()
    }
    return of_arc(findings_of_series(spectra, read("usual.impedance_noise")), read.term, read)


CELL_IMPEDANCE_SERIES = Answerer(
    "cell_impedance_series",
    VERSION,
    (SERIES,),
    _series,
    f"{VALID}; at rest, small amplitudes; a law of temperature for every part",
    cost="seconds",
    objection=OBJECTION,
)
SPECTRUM_ENERGY = Answerer(
    "spectrum_energy",
    1,
    ("resistance_arrhenius_energy",),
    _energy,
    f"{VALID_READING}; one energy over the temperatures of the series",
    takes=("peak",),
    cost="seconds",
    of_artefact=SERIES,
    objection=OBJECTION,
)

"""The impedance of the simulated cell as answerers: its spectrum, and what is read off it.

It is read by the code for measured spectra: a resistance of an arc is defined once, by the fit of `lab`. The spectrum
is an artefact, and everything that it was computed from stands behind the numbers that are read off it.
"""

from __future__ import annotations

import numpy as np

from ...answers import Answered, Answerer, NoOutcome, Reader, Refuse
from ...lab.impedance.measurement.faces import arcs_of_faces
from ...lab.impedance.measurement.findings import PER_AREA
from ...models.cell import Cell, Leg, Packed, pack, run
from ...models.cell.analysis.impedance import frequencies, spectrum
from ...models.cell.build import cell_of
from ...models.cell.prepare import VALID, VERSION
from ...models.criteria.layered_cell import ensure_symmetric
from ...models.reading.layers import own_or_usual
from ...quantity import Finding
from ...record import Spectrum
from .arc_terms import ARC_TERMS, WHICH_PART
from .simulated import findings_of_simulated

SPECTRUM = "impedance_spectrum"
OF_CELL = {per_area: whole for whole, per_area in PER_AREA.items()}
SERIES = ("series_resistance", "series_area_resistance")
OF_A_NEW_CELL = "the spectrum of the simulated cell is that of a new cell: cycles are not run before it"


def _cell_impedance(read: Reader) -> Spectrum:
    """Return the spectrum of the cell at rest, new or after a rest of the time in question."""
    cell, _ = cell_of(read, charging=True)
    packed = pack(cell)
    y = packed.start
    time = read.asked("time")
    if _grows(cell) and time is not None:
        if isinstance(time, tuple):
            raise Refuse("a layer grows in the cell, and the time is a range")
        (done,) = run(packed, [Leg(0, 1, 1, "rest", 0.0, time)])
        y = done.state.y
    return spectrum_at_rest(read, packed, y)


def spectrum_at_rest(read: Reader, packed: Packed, y: np.ndarray) -> Spectrum:
    """Return the spectrum of a state of a cell, at the usual frequencies."""
    ends = read("usual.highest_frequency"), read("usual.lowest_frequency")
    at = frequencies(*ends, round(read("usual.readings_per_decade")))
    columns = spectrum(packed, y, read.origin, at=at).columns
    z = columns["z_real"].numbers + 1j * columns["z_imaginary"].numbers
    return Spectrum(at, z, "ohm m^2", "Impedance of the simulated cell at rest", None, read.origin)


def _grows(cell: Cell) -> bool:
    return any(film.growth is not None for electrode in cell.electrodes for film in electrode.films)


def _arcs(read: Reader) -> Answered:
    """Return the number that is asked: of the series resistor, or of one arc."""
    return of_arc(_read_off(read, _artefact(read)), OF_CELL.get(read.term, read.term), read)


def _charge_transfer(read: Reader) -> Answered:
    """Return the resistance of one face, or the capacitance of the only arc."""
    spectrum = _artefact(read)
    if read.term == "capacitance":
        return of_arc(_read_off(read, _of_whole_cell(read, spectrum)), "arc_capacitance", read)
    ensure_symmetric(read)
    if read.asked("peak") is not None:
        raise Refuse("the arc of charge transfer is found by its capacitance, not by its number")
    found = _read_off(read, spectrum)
    resistances = {f.question.at["peak"]: f.value for f in found if f.question.name == "arc_resistance"}
    capacitances = {f.question.at["peak"]: f.value for f in found if f.question.name == "arc_capacitance"}
    of_faces = own_or_usual(read, "working", "double_layer_capacitance") / 2  # two faces in series
    near = arcs_of_faces(capacitances, of_faces)
    if len(near) != 1:
        many = f"{len(near)} arcs have" if near else "no arc has"
        raise NoOutcome(f"{many} the capacitance of the double layers of the two faces, so none is told to be theirs")
    return Answered(resistances[near[0]] / 2)


def _cell_resistance(read: Reader) -> Answered:
    """Return the resistance of an arc of the cell, in ohm."""
    if read.asked("peak") is None:
        raise Refuse(WHICH_PART)
    if read.asked("cycle") is not None:
        raise Refuse(OF_A_NEW_CELL)
    spectrum = _of_whole_cell(read, _cell_impedance(read))
    return of_arc(_read_off(read, spectrum), "arc_resistance", read)


def _artefact(read: Reader) -> Spectrum:
    found = read.artefact()
    if not isinstance(found, Spectrum):
        raise Refuse(f"{SPECTRUM} is no spectrum")
    return found if read.term not in PER_AREA else _of_whole_cell(read, found)


def _of_whole_cell(read: Reader, spectrum: Spectrum) -> Spectrum:
    """Return a spectrum in ohm: that of a face over its area."""
    if spectrum.unit == "ohm":
        return spectrum
    z = np.asarray(spectrum.impedance) / read("area")
    return Spectrum(spectrum.frequency, z, "ohm", spectrum.title, spectrum.question, spectrum.origin)


def _read_off(read: Reader, spectrum: Spectrum) -> tuple[Finding, ...]:
    return findings_of_simulated(spectrum, read("usual.impedance_noise"))


def of_arc(found: tuple[Finding, ...], name: str, read: Reader) -> Answered:
    """Return the number of a term, of the only arc where none is asked for."""
    every_film_stores(read)
    wanted = [f for f in found if f.question.name == name]
    if name in SERIES:
        return Answered(wanted[0].value)
    wanted = [f for f in wanted if "peak" in f.question.at]
    peak = read.asked("peak")
    if peak is None and len(wanted) > 1:
        raise NoOutcome(f"the spectrum of the simulated cell shows {len(wanted)} arcs; {WHICH_PART}")
    wanted = [f for f in wanted if peak is None or f.question.at["peak"] == peak]
    if not wanted:
        raise NoOutcome("the spectrum of the simulated cell shows no such arc")
    return Answered(wanted[0].value, {"peak": wanted[0].question.at["peak"]})


def every_film_stores(read: Reader) -> None:
    """Refuse a cell with a film that has no permittivity.

    Its arc is missing, and arcs are told by their number.
    """
    films = [name for name in read.names("interphase") if not read.has(f"interphase.{name}.relative_permittivity")]
    if films:
        raise Refuse(
            f"the arc of {' and '.join(films)} is missing from the spectrum, and its resistance counts as that in "
            f"series: give interphase.{films[0]}.relative_permittivity"
        )


OBJECTION = (
    "The simulated cell is even, so each of its arcs is a semicircle. Measured arcs are flatter, and what flattens "
    "them (rough faces, grains, uneven films) is not in the model. An arc is not a part either: a film and a face of "
    "equal relaxation time make one arc. To settle this, one would have to measure spectra over temperature and "
    "thickness, with a reference electrode between the two electrodes."
)
VALID_READING = "as the spectrum; arcs that an instrument with the usual noise would tell apart"

CELL_IMPEDANCE = Answerer(
    "cell_impedance",
    VERSION,
    (SPECTRUM,),
    _cell_impedance,
    f"{VALID}; at rest, small amplitudes; layers without a permittivity store no charge",
    takes=("time",),
    cost="seconds",
    objection=OBJECTION,
)
SPECTRUM_ARCS = Answerer(
    "spectrum_arcs",
    1,
    ARC_TERMS,
    _arcs,
    VALID_READING,
    takes=("peak",),
    cost="seconds",
    of_artefact=SPECTRUM,
    objection=OBJECTION,
)
SPECTRUM_CHARGE_TRANSFER = Answerer(
    "spectrum_charge_transfer",
    1,
    ("charge_transfer_area_resistance", "capacitance"),
    _charge_transfer,
    f"{VALID_READING}; two equal faces, told by the capacitance of their double layers",
    takes=("peak",),
    cost="seconds",
    of_artefact=SPECTRUM,
    objection=OBJECTION,
)
CELL_RESISTANCE = Answerer(
    "cell_resistance",
    VERSION,
    ("cell_resistance",),
    _cell_resistance,
    VALID_READING,
    takes=("peak", "cycle", "time"),
    cost="seconds",
    objection=OBJECTION,
)

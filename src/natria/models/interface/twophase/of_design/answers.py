"""A layer of two phases as answerers: field, conduction, sweep, map, moduli, and what is read off."""

from __future__ import annotations

from collections.abc import Callable

from .....answers import Answerer, Reader, Refuse
from .....quantity import Span
from .....record import Field, Table

FIELD, SEEDS = "microstructure", "microstructure_conduction"
FRACTIONS, MAP = "conduction_over_fraction", "interface_energy_map"
STIFFNESS = "microstructure_moduli"
READ_OFF = {
    "ionic_conductivity": "conductivity",
    "arrhenius_energy": "energy",
    "interface_power_share": "interface_share",
}
MODULI = ("young_modulus", "shear_modulus", "bulk_modulus")


def _field(read: Reader) -> Field:
    from .fields import microstructure_field

    return microstructure_field(read)


def _seeds(read: Reader) -> Table:
    from .tables import seeds_table

    return seeds_table(read)


def _fractions(read: Reader) -> Table:
    from .tables import fraction_table

    return fraction_table(read)


def _map(read: Reader) -> Table:
    from .tables import map_table

    return map_table(read)


def _stiffness(read: Reader) -> Table:
    from .moduli import moduli_table

    return moduli_table(read)


def _read_off(read: Reader) -> Span:
    """Return the least and the greatest value over the seeds."""
    found = _table(read)
    dead = int((found.columns[READ_OFF["ionic_conductivity"]].numbers <= 0).sum())
    if dead:
        raise Refuse(
            f"no conducting path leads through {dead} of {len(found)} structures: lower the porosity, fill the pores "
            "(pores_filled_by), or give the phases a conductivity"
        )
    return _span(found, READ_OFF[read.term])


def _moduli(read: Reader) -> Span:
    """Return the span over seeds and over the two means over all orientations of the stiffness."""
    return _span(_table(read), read.term)


def _table(read: Reader) -> Table:
    found = read.artefact()
    if not isinstance(found, Table):
        raise Refuse("what was made of the microstructure is no table")
    return found


def _span(table: Table, column: str) -> Span:
    values = table.columns[column].numbers
    return float(values.min()), float(values.max())


OBJECTION = (
    "The interface is a sheet that conducts along itself: its width and its carriers are guesses that nobody measured, "
    "and its barrier is an input. Where interfaces span, the apparent energy is that barrier. A generated structure "
    "has the fraction and the grain size of the layer and not its shapes. Its surface is a staircase of voxels, which "
    "conducts by up to 1.41 times too much along its steps and as much too little across them. To settle this, one "
    "would have to measure the conductivity of pressed mixtures of the two phases over temperature and fraction: an "
    "interface that percolates shows as a steep rise where its sheets begin to span, near 15 % here."
)
VALID = (
    "two phases, and interfaces that conduct along themselves or as bonds across faces; "
    "ions alone, Ohm's law in each phase, no space charge; migration barriers "
    "without an energy to make carriers; voxels all alike, structures repeated along the sides; interfaces along the "
    "faces of voxels, whose conductance depends on their direction by 0.71 to 1.41"
)
IGNORES = ("current", "areal_capacity", "pressure")


def _artefact(name: str, term: str, run: Callable[[Reader], Field | Table]) -> Answerer:
    return Answerer(name, 2, (term,), run, VALID, IGNORES, cost="minutes", objection=OBJECTION)


TWO_PHASE_FIELD = _artefact("two_phase_field", FIELD, _field)
TWO_PHASE_SEEDS = _artefact("two_phase_seeds", SEEDS, _seeds)
TWO_PHASE_FRACTIONS = _artefact("two_phase_fractions", FRACTIONS, _fractions)
TWO_PHASE_MAP = _artefact("two_phase_map", MAP, _map)
TWO_PHASE_CONDUCTION = Answerer(
    "two_phase_conduction",
    2,
    tuple(READ_OFF),
    _read_off,
    f"{VALID}; least and greatest over the seeds",
    IGNORES,
    of_artefact=SEEDS,
    objection=OBJECTION,
)
ELASTIC = (
    "two isotropic elastic phases that stick together, pores without stiffness; structures repeated in all directions"
)
TWO_PHASE_STIFFNESS = Answerer(
    "two_phase_stiffness", 1, (STIFFNESS,), _stiffness, ELASTIC, (*IGNORES, "temperature"), cost="minutes"
)
TWO_PHASE_MODULI = Answerer(
    "two_phase_moduli",
    2,
    MODULI,
    _moduli,
    f"{ELASTIC}; least and greatest over the seeds and the means over all orientations",
    (*IGNORES, "temperature"),
    of_artefact=STIFFNESS,
    objection=OBJECTION,
)

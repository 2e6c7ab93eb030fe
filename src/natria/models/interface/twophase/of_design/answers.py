"""A layer of two phases as answerers: field, conduction, sweep, map, moduli, and what is read off."""

from __future__ import annotations

from collections.abc import Callable

from .....answers import Answerer, Reader, Refuse
from .....quantity import Span
from .....record import Field, Table
from ....reading.solids import moduli_of_phase
from .reading import GRADIENT, two_phase_layer

FIELD, SEEDS = "microstructure", "microstructure_conduction"
FRACTIONS, MAP = "conduction_over_fraction", "interface_energy_map"
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


def _read_off(read: Reader) -> Span:
    """Return the least and the greatest value over the seeds."""
    found = read.artefact()
    if not isinstance(found, Table):
        raise Refuse(f"{SEEDS} is no table")
    values = found.columns[READ_OFF[read.term]].numbers
    if not (values > 0).all() and read.term == "ionic_conductivity":
        raise Refuse("nothing conducts through one of the structures or more")
    return float(values.min()), float(values.max())


def _moduli(read: Reader) -> Span:
    """Return the span over seeds and over the two means over all orientations of the stiffness."""
    import numpy as np

    from .....laws import young_and_poisson
    from ..elastic import stiffness

    layer = two_phase_layer(read)
    if layer.recipe.kind == GRADIENT:
        raise Refuse(
            "the second phase lies in a zone at the electrolyte: the layer is a sheet on a sheet; see layered_film"
        )
    bulk, shear = zip(*(moduli_of_phase(read, name) for name in (layer.host, layer.second)), strict=True)
    found = []
    for seed in layer.seeds:
        done = stiffness(layer.phases(seed), np.array([*bulk, 0.0]), np.array([*shear, 0.0]))
        for k, g in ((done.bulk, done.shear), done.softest):
            found.append({"bulk_modulus": k, "shear_modulus": g, "young_modulus": float(young_and_poisson(k, g)[0])})
    values = [one[read.term] for one in found]
    return min(values), max(values)


OBJECTION = (
    "The interface conducts as bonds of one voxel across the faces between the phases: its width, the way along it and "
    "the carriers in it are all in one number, the prefactor ratio, that nobody measured; its barrier is an input. A "
    "generated structure has the fraction and the grain size of the layer and not its shapes. To settle this, one "
    "would have to measure the conductivity of pressed mixtures of the two phases over temperature and fraction: an "
    "interface that percolates shows as a rise where its faces begin to span."
)
VALID = (
    "two phases and the faces between them; ions alone, Ohm's law in each phase, no space charge; migration barriers "
    "without an energy to make carriers; voxels all alike, structures repeated along the sides"
)
IGNORES = ("current", "areal_capacity", "pressure")


def _artefact(name: str, term: str, run: Callable[[Reader], Field | Table]) -> Answerer:
    return Answerer(name, 1, (term,), run, VALID, IGNORES, cost="minutes", objection=OBJECTION)


TWO_PHASE_FIELD = _artefact("two_phase_field", FIELD, _field)
TWO_PHASE_SEEDS = _artefact("two_phase_seeds", SEEDS, _seeds)
TWO_PHASE_FRACTIONS = _artefact("two_phase_fractions", FRACTIONS, _fractions)
TWO_PHASE_MAP = _artefact("two_phase_map", MAP, _map)
TWO_PHASE_CONDUCTION = Answerer(
    "two_phase_conduction",
    1,
    tuple(READ_OFF),
    _read_off,
    f"{VALID}; least and greatest over the seeds",
    IGNORES,
    of_artefact=SEEDS,
    objection=OBJECTION,
)
TWO_PHASE_MODULI = Answerer(
    "two_phase_moduli",
    1,
    MODULI,
    _moduli,
    "two isotropic elastic phases that stick together, pores without stiffness; structures repeated in all directions",
    (*IGNORES, "thickness", "temperature"),
    cost="minutes",
    objection=OBJECTION,
)

"""All answerers of a study: closed forms, the simulated cell, and those of installed packages.

A package brings an answerer by an entry point of the group `natria.answerers`, under the name of the answerer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..answers import Answerer
from ..models import models
from ..quantity import ModelError, did_you_mean, fetch, plugins

GROUP, OLDER = "natria.answerers", "natria.models"  # one group; packages may still use its older name
BUILT_IN = {
    "cell": "natria.studies.simulation.answers:SIMULATED",
    "full_cell": "natria.studies.simulation.full_cell:FULL_CELL",
    "full_cell_energy": "natria.studies.simulation.energy:FULL_CELL_ENERGY",
    "full_cell_profile": "natria.studies.simulation.profile:FULL_CELL_PROFILE",
    "cell_impedance": "natria.studies.spectra.answers:CELL_IMPEDANCE",
    "spectrum_arcs": "natria.studies.spectra.answers:SPECTRUM_ARCS",
    "spectrum_charge_transfer": "natria.studies.spectra.answers:SPECTRUM_CHARGE_TRANSFER",
    "cell_impedance_series": "natria.studies.spectra.energies:CELL_IMPEDANCE_SERIES",
    "spectrum_energy": "natria.studies.spectra.energies:SPECTRUM_ENERGY",
    "handbook_energies": "natria.atoms.stability.energies:HANDBOOK_ENERGIES",
    "phase_window": "natria.atoms.stability.energies:PHASE_WINDOW",
    "stored_tensor": "natria.atoms.results.tensors:STORED_TENSOR",
    "polycrystal_modulus": "natria.atoms.results.tensors:POLYCRYSTAL_MODULUS",
    "modulus_of_directions": "natria.atoms.results.tensors:MODULUS_OF_DIRECTIONS",
    "current_focusing": "natria.models.interface.focusing.answers:CURRENT_FOCUSING",
    "focusing_numbers": "natria.models.interface.focusing.answers:FOCUSING_NUMBERS",
    "focusing_profile": "natria.models.interface.focusing.answers:FOCUSING_PROFILE",
    "focusing_sizes": "natria.models.interface.focusing.sizes:FOCUSING_SIZES",
    "kinetic_length": "natria.models.interface.focusing.answers:KINETIC_LENGTH",
    "stored_energies": "natria.atoms.results.energies:STORED_ENERGIES",
    "stored_gap": "natria.atoms.results.gaps:STORED_GAP",
    "stored_surface": "natria.atoms.results.surfaces:STORED_SURFACE",
    "stored_barrier": "natria.atoms.results.barriers:STORED_BARRIER",
    "stored_strain": "natria.atoms.results.strains:STORED_STRAIN",
    "cell_resistance": "natria.studies.spectra.answers:CELL_RESISTANCE",
    "two_phase_field": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_FIELD",
    "two_phase_seeds": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_SEEDS",
    "two_phase_fractions": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_FRACTIONS",
    "two_phase_map": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_MAP",
    "two_phase_conduction": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_CONDUCTION",
    "two_phase_stiffness": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_STIFFNESS",
    "two_phase_moduli": "natria.models.interface.twophase.of_design.answers:TWO_PHASE_MODULI",
    "layer_roughening": "natria.models.interface.crack.strains:LAYER_ROUGHENING",
    "strain_budget": "natria.models.interface.crack.strains:STRAIN_BUDGET",
    "layer_holding": "natria.models.interface.crack.holding:LAYER_HOLDING",
    "nucleation_length_course": "natria.models.interface.crack.holding:NUCLEATION_LENGTH",
    "delamination_map": "natria.models.interface.crack.holding:DELAMINATION_MAP",
    "layer_delamination": "natria.models.interface.crack.delamination:LAYER_DELAMINATION",
    "blister_profile": "natria.models.interface.crack.delamination:BLISTER_PROFILE",
    "sunk_nucleus": "natria.models.interface.crack.sinking:SUNK_NUCLEUS",
    "sunk_readings": "natria.models.interface.crack.sinking:SUNK_READINGS",
    "delamination_readings": "natria.models.interface.crack.delamination:DELAMINATION_READINGS",
    "mixed_profile": "natria.models.interface.mixed.answers:MIXED_PROFILE",
    "mixed_course": "natria.models.interface.mixed.answers:MIXED_COURSE",
    "mixed_map": "natria.models.interface.mixed.answers:MIXED_MAP",
    "mixed_plating": "natria.models.interface.mixed.answers:MIXED_PLATING",
    "mixed_lengths": "natria.models.interface.mixed.answers:MIXED_LENGTHS",
    "mixed_draws": "natria.studies.interface.mixed_draws:MIXED_DRAWS",
    "mixed_probability": "natria.studies.interface.mixed_draws:MIXED_PROBABILITY",
    "deposition_course": "natria.models.deposit.of_design.answers:DEPOSITION_COURSE",
    "deposition_state": "natria.models.deposit.of_design.answers:DEPOSITION_STATE",
    "deposition_fields": "natria.models.deposit.of_design.answers:DEPOSITION_FIELDS",
    "deposition_spectrum": "natria.models.deposit.of_design.answers:DEPOSITION_SPECTRUM",
    "deposition_stripping": "natria.models.deposit.of_design.answers:DEPOSITION_STRIPPING",
    "deposition_waves": "natria.models.deposit.of_design.answers:DEPOSITION_WAVES",
    "deposition_readings": "natria.models.deposit.of_design.answers:DEPOSITION_READINGS",
    "deposition_touch": "natria.models.deposit.of_design.answers:DEPOSITION_TOUCH",
}


@cache
def shipped() -> Mapping[str, Answerer]:
    """Return the answerers that natria itself ships, by name."""
    return {**models(), **{name: _brought(name, reference) for name, reference in BUILT_IN.items()}}


@cache
def answerers() -> Mapping[str, Answerer]:
    """Return all answerers by name: those of natria, then those of installed packages."""
    own = shipped()
    others = plugins(GROUP, dict.fromkeys(own, ""), older=OLDER)
    return {name: own.get(name) or _brought(name, reference) for name, reference in others.items()}


def find_answerer(name: str) -> Answerer:
    """Return an answerer by its name.

    Installed packages are only imported for a name that natria does not have.
    """
    found = shipped().get(name) or answerers().get(name)
    if found is None:
        raise ModelError(f"there is no answerer {name!r}", did_you_mean(name, answerers()))
    return found


def known_answerer(name: str) -> Answerer | None:
    """Return an answerer by its name; None where there is none."""
    return find_answerer(name) if is_known(name) else None


def find_fitted(name: str) -> Answerer | None:
    """Return the answerer that a fit names; None if there is none, or it takes minutes or an artefact."""
    found = shipped().get(name) or answerers().get(name)
    return found if found and found.cost != "minutes" and not found.of_artefact else None


def is_shipped(name: str) -> bool:
    """Whether natria itself ships an answerer of this name."""
    return name in BUILT_IN or name in models()  # without importing what takes long


def is_of_atoms(name: str) -> bool:
    """Whether an answerer of natria hands out what was computed from atoms; imports none."""
    return BUILT_IN.get(name, "").startswith("natria.atoms.")


def is_known(name: str) -> bool:
    """Whether there is an answerer of this name, here or in an installed package; imports none."""
    return is_shipped(name) or name in _installed()


@cache
def _installed() -> frozenset[str]:
    """Return the names of the answerers of installed packages."""
    return frozenset(plugins(GROUP, {}, older=OLDER))


def _brought(name: str, reference: str) -> Answerer:
    """Return the answerer of an entry point; it must have the name under which it was installed."""
    found = fetch(reference)
    if not isinstance(found, Answerer) or found.name != name:
        what = f"the entry point {name!r} of {GROUP} names {reference!r}, which is not an answerer of that name"
        raise ModelError(what, "give the entry point the name of its answerer")
    return found

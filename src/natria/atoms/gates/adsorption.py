"""Conditions on an adsorption energy."""

from __future__ import annotations

from ..calculators import Recipe
from ..calculators.evaluate import EV
from ..surface.adsorption import Adsorption
from ..surface.energies import RelaxedBulk
from .conditions import GateCondition, GatedResult
from .spin import spin_conditions
from .validity import validity

CELLS = 0.05 * EV  # J: largest change with the last thickness, and with the last width
SMALL = 0.02 * EV  # J: largest change with more vacuum, and with a larger cell of the isolated atom
HELD = 2  # planes that are held at least


def adsorption_conditions(found: Adsorption, bulk: RelaxedBulk, recipe: Recipe) -> GatedResult:
    """Convergence of the slab, the sites and the references, and validity.

    One thickness or one width leaves the convergence unknown. A width over which the energy still changes is that of a
    coverage: the energy holds for it and not for a single atom.
    """
    best = found.best
    held = len(found.clean.slab.planes) - found.settings.free_planes
    conditions = (
        _relaxed("relaxed crystal", bulk.relaxed.converged, "forces and stresses within the tolerance"),
        _relaxed("relaxed clean slab", found.clean.relaxed.converged, "forces within the tolerance"),
        _relaxed("relaxed adsorbate", best.relaxed.converged, "forces within the tolerance on the best site"),
        GateCondition(
            "adsorbate on the surface",
            not best.has_left,
            f"{best.height * 1e10:.3g} angstrom above the surface",
            "it did not leave",
        ),
        GateCondition("held planes", held >= HELD, f"{held} planes of the slab", f"at least {HELD}"),
        _series("thickness", found.by_thickness, False),
        _series("coverage", found.by_area, None),
        _small("vacuum", found.wider),
        _small("isolated atom", found.reference.wider),
        *_bulk_reference(found),
        *spin_conditions((found.clean.relaxed.structure, best.relaxed.structure), recipe),
        validity(recipe, "adsorption", (*found.crystal.structure.species, found.reference.element)),
    )
    return GatedResult(conditions)


def _bulk_reference(found: Adsorption) -> tuple[GateCondition, ...]:
    """The bulk crystal, where there is one, is relaxed and more stable than isolated atoms."""
    reference = found.reference
    if reference.cohesive is None:
        return ()
    shown = f"cohesive energy {reference.cohesive / EV:.3g} eV{'' if reference.converged else ', not relaxed'}"
    met = reference.converged and reference.cohesive > 0
    return (GateCondition("bulk reference", met, shown, "a relaxed crystal with a cohesive energy above zero"),)


def _relaxed(name: str, met: bool, wanted: str) -> GateCondition:
    return GateCondition(name, met, "relaxed" if met else "not relaxed", wanted)


def _series(name: str, rows: tuple[tuple[float, float], ...], otherwise: bool | None) -> GateCondition:
    """The condition that the last step changes little; `otherwise` is what a large change means."""
    wanted = f"the last step changes the energy by at most {CELLS / EV:g} eV"
    if len(rows) < 2:
        return GateCondition(name, None, "only one was computed", wanted)
    change = abs(rows[-1][1] - rows[-2][1])
    return GateCondition(name, True if change <= CELLS else otherwise, f"changes it by {change / EV:.2g} eV", wanted)


def _small(name: str, change: float) -> GateCondition:
    found = f"a larger cell changes the energy by {abs(change) / EV:.2g} eV"
    return GateCondition(name, abs(change) <= SMALL, found, f"at most {SMALL / EV:g} eV")

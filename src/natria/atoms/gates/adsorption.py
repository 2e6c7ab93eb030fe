"""Conditions on an adsorption energy."""

from __future__ import annotations

from ...record.structure import ANGSTROM
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
    slabs = [found.clean, *(one.clean for one in found.others)]
    best = [found.best, *(one.site for one in found.others)]
    held = len(found.clean.slab.planes) - found.settings.free_planes
    conditions = (
        _relaxed("relaxed crystal", [bulk.relaxed.converged], "forces and stresses within the tolerance"),
        _relaxed("relaxed clean slab", [one.relaxed.converged for one in slabs], "forces within the tolerance"),
        _relaxed(
            "relaxed adsorbate", [one.relaxed.converged for one in best], "forces within the tolerance on the best site"
        ),
        _every_start(found),
        GateCondition(
            "adsorbate on the surface",
            not any(one.has_left for one in best),
            f"{', '.join(f'{one.height / ANGSTROM:.3g}' for one in best)} angstrom above the surface",
            "it did not leave any slab",
        ),
        GateCondition(
            "same site",
            not any(one.moved for one in best[1:]),
            ", ".join(one.ended.name for one in best),
            "the best site holds the adsorbate in every slab",
        ),
        GateCondition("held planes", held >= HELD, f"{held} planes of the slab", f"at least {HELD}"),
        _series("thickness", found.by_thickness, False),
        _series("coverage", found.by_area, None),
        _small("vacuum", found.wider),
        _small("isolated atom", found.reference.wider),
        *_bulk_reference(found),
        *spin_conditions((found.clean.relaxed.structure, found.best.relaxed.structure), recipe),
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


def _relaxed(name: str, each: list[bool], wanted: str) -> GateCondition:
    left = each.count(False)
    shown = "relaxed" if not left else "not relaxed" if len(each) == 1 else f"{left} of {len(each)} not relaxed"
    return GateCondition(name, not left, shown, wanted)


def _every_start(found: Adsorption) -> GateCondition:
    """A start that is not relaxed may end below the best site; one below it refuses the result."""
    loose = [one for one in found.sites if not one.relaxed.converged]
    below = [one for one in loose if one.removed > found.best.removed]
    names = ", ".join(one.site.name for one in below or loose)
    state = f"{names} not relaxed{', and below the best site' if below else ''}"
    return GateCondition(
        "relaxed starts", False if below else None if loose else True, state if loose else "relaxed", "every start"
    )


def _series(name: str, rows: tuple[tuple[float, float], ...], otherwise: bool | None) -> GateCondition:
    """The condition that the last step changes little; `otherwise` is what a large change means."""
    wanted = f"the last step changes the energy by at most {CELLS / EV:g} eV"
    if len(rows) < 2:
        return GateCondition(name, None, "only one was computed", wanted)
    if rows[-1][0] <= rows[-2][0]:
        return GateCondition(name, None, "the same cell twice", wanted)
    change = abs(rows[-1][1] - rows[-2][1])
    return GateCondition(name, True if change <= CELLS else otherwise, f"changes it by {change / EV:.2g} eV", wanted)


def _small(name: str, change: float) -> GateCondition:
    found = f"a larger cell changes the energy by {abs(change) / EV:.2g} eV"
    return GateCondition(name, abs(change) <= SMALL, found, f"at most {SMALL / EV:g} eV")

"""Rules of pressed cells: resistances from masses, densities and conductivities."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi

from ...laws import atoms
from ...quantity import Finding
from ..library import Library
from .facts import at, named, paper_of, same_at
from .look import Interval, Look, cited, exact, ids, interval, look, over, plus, shown, times

DIE = "the die of "  # how the subject of its diameter begins


def faces_and_layers(library: Library) -> Iterator[Look]:
    """The resistance of a cell is that of its layers and faces.

    An interface that is a small part decides no voltage.
    """
    for face in named(library, "charge_transfer_area_resistance"):
        phase = face.question.of.partition("|")[0]
        for system, bulk, used in _pressed_cells(library, face):
            touched = any(phase in library.systems[name].phases for name in _layers(library, system))
            if not touched:
                continue
            faces = times(exact(2.0), interval(face))
            share = over(faces, plus(bulk, faces))
            arithmetic = (
                f"the layers of {system} come to {shown(bulk, 'area_resistance')}, two faces of {cited(face)} to "
                f"{shown(faces, 'area_resistance')}"
            )
            says = f"the faces are {shown(share, 'step_share')} of the cell: their voltage is not that of the cell"
            yield look("faces and layers", (*ids(face), *used), arithmetic, share[1] > 0.5, says, otherwise="caution")


def ohmic_drop(library: Library) -> Iterator[Look]:
    """A symmetric cell costs at least what its layers cost: less is evidence of a short."""
    for eta in named(library, "cell_overpotential"):
        current = at(eta, "current")
        if current is None:
            continue
        for _, bulk, used in _pressed_cells(library, eta, eta.question.of):
            drop = times(exact(current), bulk)
            arithmetic = (
                f"{shown(exact(current), 'current_density')} x {shown(bulk, 'area_resistance')} of layers = "
                f"{shown(drop, 'cell_overpotential')}, the whole cell {cited(eta)}"
            )
            says = "less than its layers cost: a short, a larger area, or thinner layers"
            yield look("ohmic drop", (*ids(eta), *used), arithmetic, drop[0] <= interval(eta)[1], says)


def _layers(library: Library, system: str) -> list[str]:
    return [name for name in library.systems if name.startswith(f"{system}#")]


def _pressed_cells(library: Library, like: Finding, only: str = "") -> Iterator[tuple[str, Interval, tuple[str, ...]]]:
    """Total resistance, with its facts, of the symmetric cells with known layers.

    The cells are those of a fact's paper, or only one of them.
    """
    for system in [only] if only in library.systems else [] if only else library.systems:
        if library.systems[system].cell != "Na|Na" or not system.startswith(f"{paper_of(like)}/"):
            continue
        layers = [_layer(library, name, like) for name in _layers(library, system)]
        found = [layer for layer in layers if layer is not None]
        if found and len(found) == len(layers):
            used = dict.fromkeys(name for _, names in found for name in names)
            yield system, plus(*(span for span, _ in found)), tuple(used)


def _layer(library: Library, name: str, like: Finding) -> tuple[Interval, tuple[str, ...]] | None:
    """Area resistance of a pressed layer, L = m / (rho A) over sigma, with the facts that it rests on.

    Without a die of the cell, another die of the paper is taken, and named among the facts. A density that is not
    reported lies between those of the paper's phases of the same elements, or of some of them.
    """
    phases = library.systems[name].phases
    mass = [f for f in named(library, "mass") if f.question.of == name]
    dies = [f for f in named(library, "length") if f.question.of.startswith(DIE) and paper_of(f) == paper_of(like)]
    die = [f for f in dies if f.question.of == f"{DIE}{name.partition('#')[0]}"] or dies
    if len(phases) != 1 or not mass or not die:
        return None
    of_paper = [f for f in named(library, "ionic_conductivity", "density") if paper_of(f) == paper_of(like)]
    conducts = [f for f in of_paper if f.question.name == "ionic_conductivity" and f.question.of == phases[0]]
    conducts = [f for f in conducts if same_at(f, like)]
    dense = [f for f in of_paper if f.question.name == "density" and _akin(f.question.of, phases[0])]
    used = [f for f in dense if f.question.of == phases[0]] or dense
    if not conducts or not used:
        return None
    density = min(f.value for f in used), max(f.value for f in used)
    low, high = interval(die[0])
    thickness = over(interval(mass[0]), times(density, (pi / 4 * low**2, pi / 4 * high**2)))
    return over(thickness, interval(conducts[0])), ids(mass[0], die[0], conducts[0], *used)


def _akin(one: str, other: str) -> bool:
    a, b = set(atoms(one) or ()), set(atoms(other) or ())
    return one == other or bool(a and b and (a <= b or b <= a))


RULES = (faces_and_layers, ohmic_drop)

"""What a run must keep: all sodium, wherever it went, and the salt of each space that it cannot leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from verified_cells import FOIL, SEPARATOR, cell_of, volumes_of

from natria.design.protocol import parse
from natria.models.cell.cell import Cell, Film, Growth, SaltLayer, SolidLayer, Voids
from natria.models.cell.equations.layout import AT_FILMS, AT_VOLUMES, FILM, LAYER, SODIUM, VOLUME, Packed, pack
from natria.models.cell.solvers.legs import legs
from natria.models.cell.solvers.run import run


@dataclass(frozen=True)
class Kept:
    """The largest drifts over a run, relative: of the sodium of the cell to what it had at the start, the same to the
    charge of one half-cycle, and of the salt of each space between walls."""

    cycles: int
    sodium: float
    sodium_of_a_half_cycle: float
    salt: float
    ended: str


def everything() -> Cell:
    """A cell in which every store of sodium and salt is at work: films that grow and take sodium, dead sodium, voids,
    salt that parts into two spaces, and two salts in contact with properties that change with it."""
    films = (
        Film("inner", 10e-9, 1e-5, growth=Growth("parabolic", (1e-18,), sodium=1.2e9)),
        Film("outer", 5e-9, 1e-5, growth=Growth("logarithmic", (2e-9, 1e4), sodium=0.8e9)),
    )
    working = replace(FOIL, inventory=1e5, films=films, dead=2e-4, voids=Voids(refill=4.0, depth=1e5))
    counter = replace(FOIL, inventory=2e5, films=films[:1], dead=1e-4)
    first = replace(SEPARATOR, thickness=60e-6, diffusivity_exponent=0.5, transference_slope=0.1)
    gel = SaltLayer("gel", 40e-6, 1000.0, 0.4, 8e-11, 0.6, conductivity_exponent=0.7)
    pellet = SolidLayer("glass", 10e-6, 0.05)
    return cell_of(first, gel, pellet, replace(SEPARATOR, thickness=50e-6), working=working, counter=counter)


def sodium_of(packed: Packed, y: np.ndarray) -> float:
    """Sodium that can be stripped, that is dead, and that films took since the start (C/m^2)."""
    films = packed.films
    first = int(packed.shape[AT_FILMS])
    held = packed.p[first : first + FILM * films].reshape(films, FILM)[:, SODIUM]
    grown = y[packed.film_states] - packed.start[packed.film_states]
    stores = [packed.places[f"{kind}_{side}"] for kind in ("sodium", "dead") for side in ("working", "counter")]
    return float(y[stores].sum() + held @ grown)


def spaces(packed: Packed, cell: Cell) -> np.ndarray:
    """For each volume, the number of the space between walls that it belongs to."""
    count, of_salt = 0, []
    for layer in cell.electrolyte:
        if isinstance(layer, SaltLayer):
            of_salt.append(count)
        else:
            count += 1
    first = int(packed.shape[AT_VOLUMES])
    layers = packed.p[first : first + VOLUME * packed.n].reshape(packed.n, VOLUME)[:, LAYER].astype(int)
    return np.array(of_salt)[layers]


def salts_of(packed: Packed, cell: Cell, y: np.ndarray) -> np.ndarray:
    """Salt (mol/m^2) of each space between walls."""
    widths, porosity = volumes_of(packed)
    return np.bincount(spaces(packed, cell), widths * porosity * y[: packed.n])


def kept(cycles: int, volumes: int = 24) -> Kept:
    """The drifts over so many cycles of ten minutes each way, looked at after every leg."""
    cell = everything()
    packed = pack(cell, volumes)
    program = legs(
        parse(["plate 1 mA/cm^2 for 10 min", "rest 1 min", "strip 1 mA/cm^2 for 10 min", f"repeat {cycles}"], {}),
        cell.kind,
    )
    sodium, salt = sodium_of(packed, packed.start), salts_of(packed, cell, packed.start)
    most, worst, done = 0.0, 0.0, None
    for done in run(packed, program, samples=3):
        most = max(most, abs(sodium_of(packed, done.state.y) - sodium))
        worst = max(worst, float(np.max(np.abs(salts_of(packed, cell, done.state.y) / salt - 1))))
    assert done is not None
    ended = done.ending.event if done.ending else "protocol"
    return Kept(done.leg.cycle, most / sodium, most / 6000.0, worst, ended)

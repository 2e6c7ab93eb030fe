"""Cells for checks: few parts, each number chosen so that one equation has the say; and how they are run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from natria.design.protocol import parse
from natria.laws import limiting_current_density
from natria.models.cell.cell import Cell, Electrode, SaltLayer, SolidLayer
from natria.models.cell.equations.layout import AT_VOLUMES, POROSITY, VOLUME, VOLUMES, WIDTH, Packed, pack
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.adaptive import ATOL, RTOL, Adaptive
from natria.models.cell.solvers.legs import legs
from natria.models.cell.solvers.run import Done, State, run

KELVIN = 298.15
FOIL = Electrode(exchange_current=20.0, inventory=1e6)
FAST = Electrode(exchange_current=1e30, inventory=1e6)  # a face without any overpotential
SEPARATOR = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
PELLET = SolidLayer("pellet", 500e-6, 0.05)


def cell_of(
    *layers: SaltLayer | SolidLayer, working: Electrode = FOIL, counter: Electrode | None = None, **more: Any
) -> Cell:
    """A symmetric cell of these layers, unless it says otherwise."""
    settled: dict[str, Any] = {"kind": "symmetric", "temperature": KELVIN, "area": 1e-4, **more}
    return Cell(working=working, counter=counter or working, electrolyte=layers, **settled)


def limiting(layer: SaltLayer) -> float:
    """J_lim (A/m^2) of a cell with this layer alone."""
    slowed = layer.diffusivity / layer.macmullin
    return limiting_current_density(slowed, layer.concentration, 1 - layer.transference, layer.thickness)


def relaxation(layer: SaltLayer) -> float:
    """L^2/D (s) of a layer, with the D that its pores slow down and hold."""
    return layer.thickness**2 * layer.macmullin * layer.porosity / layer.diffusivity


@dataclass(frozen=True)
class Ran:
    """What came out of a run: its legs."""

    packed: Packed
    done: tuple[Done, ...]

    def of(self, column: str, leg: int = -1) -> np.ndarray:
        return self.done[leg].rows[:, PLACE[column]]

    def last(self, column: str, leg: int = -1) -> float:
        return float(self.of(column, leg)[-1])

    def state(self, name: str, leg: int = -1) -> float:
        return float(self.done[leg].state.y[self.packed.places[name]])

    def salt(self, leg: int = -1) -> np.ndarray:
        return self.done[leg].state.y[: self.packed.n]

    @property
    def rows(self) -> np.ndarray:
        return np.concatenate([each.rows for each in self.done])

    @property
    def event(self) -> str:
        """Why it ended before its protocol did."""
        ending = self.done[-1].ending
        return ending.event if ending else ""


def ran(
    cell: Cell,
    *sentences: str,
    volumes: int = VOLUMES,
    rtol: float = RTOL,
    atol: float = ATOL,
    limits: Limits | None = None,
    start: State | None = None,
    cycles: int | None = None,
    samples: int = 40,
) -> Ran:
    packed = pack(cell, volumes)
    program = legs(parse(sentences, {}), cell.kind, cycles)
    solver = Adaptive(packed, rtol, atol)
    return Ran(packed, tuple(run(packed, program, limits, start, samples=samples, solver=solver)))


def milli(current: float) -> str:
    """A current density as a protocol says it, to the last digit."""
    return f"{current / 10!r} mA/cm^2"


def volumes_of(packed: Packed) -> tuple[np.ndarray, np.ndarray]:
    """Width and porosity of each volume."""
    first = int(packed.shape[AT_VOLUMES])
    block = packed.p[first : first + VOLUME * packed.n].reshape(packed.n, VOLUME)
    return block[:, WIDTH], block[:, POROSITY]


def middles(packed: Packed) -> np.ndarray:
    """Where the middle of each volume is, from the first wall."""
    widths, _ = volumes_of(packed)
    return np.cumsum(widths) - widths / 2


def salt_in(packed: Packed, y: np.ndarray) -> float:
    """Salt of the whole cell (mol/m^2)."""
    widths, porosity = volumes_of(packed)
    return float(np.sum(widths * porosity * y[: packed.n]))


def with_films(electrode: Electrode, *films: Any) -> Electrode:
    return replace(electrode, films=films)

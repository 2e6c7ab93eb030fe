"""The state vector as a table of parts: states of each part, initial values, tolerances.

The layout follows from `STATE_PARTS`: the states of each part are contiguous, in the order of the table, and `shape`
stores the offset of each part at the place `at`. Kernels address a state as `y[shape[AT_VOID] + electrode]`.

The salt comes first because linear solvers eliminate it along its band, from state 0 on. Every other order is free,
except that films stand before the sodium that they consume (the lower bandwidth of the Jacobian counts from there),
that sodium, dead sodium and voids follow one another (`electrodes.metal`), and that the states of chemistries are the
last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..cell import Cell

MONOLAYER = 1e-10  # m; thickness from which a film starts to grow
NEGLIGIBLE_FILM = 1e-9  # m
NEGLIGIBLE_CHARGE = 1e4  # C/m^2, of sodium, dead sodium and voids
NEGLIGIBLE_WARMTH = 1.0  # K

# --- places in `shape` of the offset of each part, after the places of `layout`
FIRST_STATE_PLACE = 17
AT_SALT, AT_THICKNESS, AT_SODIUM, AT_DEAD, AT_VOID, AT_TEMPERATURE, AT_CHEMISTRY = range(
    FIRST_STATE_PLACE, FIRST_STATE_PLACE + 7
)  # of two chemistries that of the working electrode, the counter's follows


class InitialState(NamedTuple):
    """`negligible` is the absolute tolerance of the state at a relative tolerance of 1."""

    name: str
    start: float
    negligible: float


@dataclass(frozen=True)
class StatePart:
    """A part of the state vector.

    `states` lists the states of a cell, from the initial salt concentration (mol/m^3) in each volume.
    """

    name: str
    at: int  # place in `shape` of the offset of its first state
    states: Callable[[Cell, Sequence[float]], Sequence[InitialState]]


def salt_name(volume: int) -> str:
    return f"salt_in_volume_{volume + 1}"


def _salt(_: Cell, concentrations: Sequence[float]) -> list[InitialState]:
    return [InitialState(salt_name(k), c, c) for k, c in enumerate(concentrations)]


def _films(cell: Cell, _: Sequence[float]) -> list[InitialState]:
    """Return the thickness (m) of each film, working electrode first."""
    films = (*cell.working.films, *cell.counter.films)
    return [
        InitialState(f"thickness_of_film_{k + 1}", max(f.thickness, MONOLAYER), max(f.thickness, NEGLIGIBLE_FILM))
        for k, f in enumerate(films)
    ]


def _sodium(cell: Cell, _: Sequence[float]) -> list[InitialState]:
    """Return the sodium (C/m^2) that each electrode can strip."""
    return _per_electrode("sodium", cell.working.inventory, cell.counter.inventory)


def _dead(_: Cell, __: Sequence[float]) -> list[InitialState]:
    """Return the dead sodium (C/m^2) of each electrode."""
    return _per_electrode("dead")


def _voids(_: Cell, __: Sequence[float]) -> list[InitialState]:
    """Return the missing sodium (C/m^2) under each face."""
    return _per_electrode("void")


def _heat(cell: Cell, _: Sequence[float]) -> list[InitialState]:
    """Return the temperature (K) of the whole cell."""
    return [InitialState("temperature", cell.temperature, NEGLIGIBLE_WARMTH)]


def _of_chemistry(electrode: int) -> Callable[[Cell, Sequence[float]], list[InitialState]]:
    """Return the function that lists the states of the chemistry of an electrode; a metal has none."""

    def states(cell: Cell, _: Sequence[float]) -> list[InitialState]:
        from ..electrodes.dispatch import kind_of  # whose kernels use this module

        one, side = cell.electrodes[electrode], ("working", "counter")[electrode]
        return [state._replace(name=f"{state.name}_{side}") for state in kind_of(one).states(one.chemistry)]

    return states


def _per_electrode(name: str, working: float = 0.0, counter: float = 0.0) -> list[InitialState]:
    return [
        InitialState(f"{name}_working", working, NEGLIGIBLE_CHARGE),
        InitialState(f"{name}_counter", counter, NEGLIGIBLE_CHARGE),
    ]


STATE_PARTS: tuple[StatePart, ...] = (
    StatePart("salt", AT_SALT, _salt),
    StatePart("films", AT_THICKNESS, _films),
    StatePart("sodium", AT_SODIUM, _sodium),
    StatePart("dead sodium", AT_DEAD, _dead),
    StatePart("voids", AT_VOID, _voids),
    StatePart("heat", AT_TEMPERATURE, _heat),
    StatePart("chemistry of the working electrode", AT_CHEMISTRY, _of_chemistry(0)),
    StatePart("chemistry of the counter electrode", AT_CHEMISTRY + 1, _of_chemistry(1)),
)


def states_of(
    cell: Cell, concentrations: Sequence[float], parts: Sequence[StatePart] = STATE_PARTS
) -> tuple[dict[int, int], list[InitialState]]:
    """Return the offset of each part, by its place in `shape`, and all states in order."""
    offsets: dict[int, int] = {}
    listed: list[InitialState] = []
    for part in parts:
        offsets[part.at] = len(listed)
        listed += part.states(cell, concentrations)
    return offsets, listed

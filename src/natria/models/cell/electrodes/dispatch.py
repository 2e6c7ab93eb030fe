"""The functions of an electrode, by its kind: potential, current, rates, room, sodium, columns.

J > 0 plates the working electrode. For every electrode `plating` is the current density that takes sodium ions out of
the electrolyte into it: J for the working electrode, -J for the counter electrode. `salt` is c/c_ref at its face.

A kind is one file with the kernels below, prefixed by its name. Another kind is that file, a row of KINDS, and a branch
in each ladder here: Numba has no table of functions that it calls directly (`literal_unroll` over a tuple of them takes
them as pointers, and warns). A kind with states of its own (a `chemistry`) has them at the end of the state vector and
its numbers in a block of its own; those without (metal, host, alloy) have sodium, dead sodium and void, and the numbers
of `cell.Electrode`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..cell import Electrode
from ..equations.compiled import compiled, inlined
from ..equations.layout import AT_ELECTRODES, ELECTRODE, KIND, NUMBERS_AT, STATES_AT
from ..equations.states import AT_SODIUM, AT_TEMPERATURE, InitialState
from .alloy import alloy_current, alloy_equilibrium, alloy_potential
from .conversion import (
    CONVERSION_COLUMNS,
    conversion_columns,
    conversion_current,
    conversion_equilibrium,
    conversion_numbers,
    conversion_potential,
    conversion_rates,
    conversion_room,
    conversion_sodium,
    conversion_states,
)
from .deep import (
    DEEP_CONVERSION_COLUMNS,
    DEEP_INSERTION_COLUMNS,
    FILLED_INSERTION_COLUMNS,
    DeepConversion,
    DeepInsertion,
    FilledInsertion,
    deep_columns,
    deep_current,
    deep_equilibrium,
    deep_numbers,
    deep_potential,
    deep_rates,
    deep_room,
    deep_sodium,
    deep_states,
)
from .host import cover, host_current, host_potential
from .insertion import (
    INSERTION_COLUMNS,
    Insertion,
    insertion_columns,
    insertion_current,
    insertion_equilibrium,
    insertion_numbers,
    insertion_potential,
    insertion_rates,
    insertion_room,
    insertion_sodium,
    insertion_states,
)
from .metal import (
    metal_current,
    metal_equilibrium,
    metal_potential,
    metal_rates,
    metal_room,
    metal_sodium,
    share_in_contact,
)
from .sloped import (
    SLOPED_COLUMNS,
    Sloped,
    sloped_columns,
    sloped_current,
    sloped_equilibrium,
    sloped_numbers,
    sloped_potential,
    sloped_rates,
    sloped_room,
    sloped_sodium,
    sloped_states,
)
from .sulfur import Conversion

METAL, HOST, ALLOY, SLOPED, CONVERSION, INSERTION, DEEP = range(7)  # codes; those from SLOPED on have a chemistry
# DEEP and the codes after it are one kind for the kernels, and differ by their columns


OF_SLOPED = len(SLOPED_COLUMNS)
OF_CONVERSION = len(CONVERSION_COLUMNS)
OF_INSERTION = len(INSERTION_COLUMNS)


@dataclass(frozen=True)
class ElectrodeKind:
    """A kind of electrode: its code, and of one with a chemistry its states, numbers and columns."""

    code: int
    chemistry: type[Any] | None = None
    states: Callable[[Any], list[InitialState]] = lambda _: []
    numbers: Callable[[Any], list[float]] = lambda _: []
    columns: Mapping[str, str] = field(default_factory=dict)


KINDS: dict[str, ElectrodeKind] = {
    "metal": ElectrodeKind(METAL),
    "host": ElectrodeKind(HOST),
    "alloy": ElectrodeKind(ALLOY),
    "sloped": ElectrodeKind(SLOPED, Sloped, sloped_states, sloped_numbers, SLOPED_COLUMNS),
    "conversion": ElectrodeKind(CONVERSION, Conversion, conversion_states, conversion_numbers, CONVERSION_COLUMNS),
    "insertion": ElectrodeKind(INSERTION, Insertion, insertion_states, insertion_numbers, INSERTION_COLUMNS),
    "deep_conversion": ElectrodeKind(DEEP, DeepConversion, deep_states, deep_numbers, DEEP_CONVERSION_COLUMNS),
    "deep_insertion": ElectrodeKind(DEEP + 1, DeepInsertion, deep_states, deep_numbers, DEEP_INSERTION_COLUMNS),
    "filled_insertion": ElectrodeKind(DEEP + 2, FilledInsertion, deep_states, deep_numbers, FILLED_INSERTION_COLUMNS),
}


def kind_of(electrode: Electrode) -> ElectrodeKind:
    """Return the kind of an electrode: that of its chemistry, else foil, alloy or metal."""
    if electrode.chemistry is not None:
        return next(
            k for k in KINDS.values() if k.chemistry is not None and isinstance(electrode.chemistry, k.chemistry)
        )
    if electrode.is_host:
        return KINDS["host"]
    return KINDS["alloy" if electrode.potential else "metal"]


def columns_of(shape: np.ndarray) -> dict[str, str]:
    """Return the columns (name -> unit) that the chemistries of a cell add to its readings."""
    kinds = [next(k for k in KINDS.values() if k.code == shape[KIND + e]) for e in range(2)]
    sides = zip(("working", "counter"), kinds, strict=True)
    return {f"{name}_{side}": unit for side, kind in sides for name, unit in kind.columns.items()}


@inlined
def has_chemistry(electrode: int, shape: np.ndarray) -> bool:
    """Whether an electrode has states of its own beside sodium, dead sodium and void."""
    return shape[KIND + electrode] >= SLOPED


@inlined
def has_own_slopes(electrode: int, shape: np.ndarray) -> bool:
    """Whether a kind has `deep_slopes`; those of other kinds are differences of rates and potential."""
    return shape[KIND + electrode] >= DEEP


@compiled
def potential(electrode: int, plating: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of an electrode against the electrolyte at its face, as sodium has it."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind == METAL:
        return metal_potential(plating, temperature, salt, y[s:], p[at:])
    if kind == HOST:
        return host_potential(plating, temperature, salt, y[s:], p[at:])
    if kind == ALLOY:
        return alloy_potential(plating, temperature, salt, y[s:], p[at:])
    if kind == SLOPED:
        return sloped_potential(plating, temperature, salt, y[s:], p[at:])
    if kind == CONVERSION:
        return conversion_potential(plating, temperature, salt, y[s:], p[at:])
    if kind == INSERTION:
        return insertion_potential(plating, temperature, salt, y[s:], p[at:])
    if kind >= DEEP:
        return deep_potential(plating, temperature, salt, y[s:], p[at:])
    return np.nan


@compiled
def equilibrium(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of an electrode without current."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind <= HOST:
        return metal_equilibrium(temperature, y[s:], p[at:])
    if kind == ALLOY:
        return alloy_equilibrium(temperature, y[s:], p[at:])
    if kind == SLOPED:
        return sloped_equilibrium(temperature, y[s:], p[at:])
    if kind == CONVERSION:
        return conversion_equilibrium(temperature, y[s:], p[at:])
    if kind == INSERTION:
        return insertion_equilibrium(temperature, y[s:], p[at:])
    if kind >= DEEP:
        return deep_equilibrium(temperature, y[s:], p[at:])
    return np.nan


@compiled
def plating_at(electrode: int, volts: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density (A/m^2) of an electrode at its potential; inverts `potential`."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind == METAL:
        return metal_current(volts, temperature, salt, y[s:], p[at:])
    if kind == HOST:
        return host_current(volts, temperature, salt, y[s:], p[at:])
    if kind == ALLOY:
        return alloy_current(volts, temperature, salt, y[s:], p[at:])
    if kind == SLOPED:
        return sloped_current(volts, temperature, salt, y[s:], p[at:])
    if kind == CONVERSION:
        return conversion_current(volts, temperature, salt, y[s:], p[at:])
    if kind == INSERTION:
        return insertion_current(volts, temperature, salt, y[s:], p[at:])
    if kind >= DEEP:
        return deep_current(volts, temperature, salt, y[s:], p[at:])
    return np.nan


@compiled
def electrode_rates(
    electrode: int, plating: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of the states of an electrode."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind <= ALLOY:
        metal_rates(plating, temperature, salt, y[s:], p[at:], dy[s:])
    elif kind == SLOPED:
        sloped_rates(plating, temperature, salt, y[s:], p[at:], dy[s:])
    elif kind == CONVERSION:
        conversion_rates(plating, temperature, salt, y[s:], p[at:], dy[s:])
    elif kind == INSERTION:
        insertion_rates(plating, temperature, salt, y[s:], p[at:], dy[s:])
    elif kind >= DEEP:
        deep_rates(plating, temperature, salt, y[s:], p[at:], dy[s:])


@compiled
def room(electrode: int, plating: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the charge (C/m^2) that still fits into an electrode, or out of it, in this direction."""
    kind, s, at, _ = _of(electrode, y, shape)
    if kind <= ALLOY:
        return metal_room(plating, y[s:], p[at:])
    if kind == SLOPED:
        return sloped_room(plating, y[s:], p[at:])
    if kind == CONVERSION:
        return conversion_room(plating, y[s:], p[at:])
    if kind == INSERTION:
        return insertion_room(plating, y[s:], p[at:])
    if kind >= DEEP:
        return deep_room(plating, y[s:], p[at:])
    return np.nan


@compiled
def sodium(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) that an electrode holds."""
    kind, s, at, _ = _of(electrode, y, shape)
    if kind <= ALLOY:
        return metal_sodium(y[s:], p[at:])
    if kind == SLOPED:
        return sloped_sodium(y[s:], p[at:])
    if kind == CONVERSION:
        return conversion_sodium(y[s:], p[at:])
    if kind == INSERTION:
        return insertion_sodium(y[s:], p[at:])
    if kind >= DEEP:
        return deep_sodium(y[s:], p[at:])
    return np.nan


@compiled
def electrode_columns(
    electrode: int, plating: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, out: np.ndarray
) -> int:
    """Write the columns of an electrode with a chemistry; returns how many there are."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind == SLOPED:
        sloped_columns(plating, temperature, salt, y[s:], p[at:], out)
        return OF_SLOPED
    if kind == CONVERSION:
        conversion_columns(plating, temperature, salt, y[s:], p[at:], out)
        return OF_CONVERSION
    if kind == INSERTION:
        insertion_columns(plating, temperature, salt, y[s:], p[at:], out)
        return OF_INSERTION
    if kind >= DEEP:
        return deep_columns(plating, temperature, salt, y[s:], p[at:], out)
    return 0


# --- what follows from these, and what all electrodes have


@inlined
def _of(electrode: int, y: np.ndarray, shape: np.ndarray) -> tuple[int, int, int, float]:
    """Return the kind of an electrode, the places of its states and of its numbers, the temperature (K)."""
    return (
        shape[KIND + electrode],
        shape[STATES_AT + electrode],
        shape[NUMBERS_AT + electrode],
        y[shape[AT_TEMPERATURE]],
    )


@compiled
def polarised(
    electrode: int, plating: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> tuple[float, float]:
    """Return eta (V), what the current adds to the potential of an electrode, and that without it.

    Sodium, whose potential is zero, comes first: a call less in the voltage of most cells.
    """
    if not has_chemistry(electrode, shape):
        return polarised_metal(electrode, plating, salt, y, shape, p)
    rests = equilibrium(electrode, y, shape, p)
    return potential(electrode, plating, salt, y, shape, p) - rests, rests


@compiled
def polarised_metal(
    electrode: int, plating: float, salt: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> tuple[float, float]:
    """Return what `polarised` returns of an electrode without a chemistry."""
    kind, s, at, temperature = _of(electrode, y, shape)
    if kind == METAL:
        return metal_potential(plating, temperature, salt, y[s:], p[at:]), 0.0
    if kind == HOST:
        return host_potential(plating, temperature, salt, y[s:], p[at:]), 0.0
    rests = alloy_equilibrium(temperature, y[s:], p[at:])
    return alloy_potential(plating, temperature, salt, y[s:], p[at:]) - rests, rests


@compiled
def face_voltage(
    electrode: int, plating: float, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> float:
    """Return eta (V) of one face, electrode against electrolyte, at its plating current density."""
    return polarised(electrode, plating, c_share, y, shape, p)[0]


@compiled
def face_plating(electrode: int, eta: float, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density of one face at its eta; the inverse of `face_voltage`."""
    return plating_at(electrode, eta + equilibrium(electrode, y, shape, p), c_share, y, shape, p)


@compiled
def contact_share(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a face that is in contact, 1 - void/depth."""
    return share_in_contact(y[shape[AT_SODIUM] + electrode :], p[AT_ELECTRODES + ELECTRODE * electrode :])


@compiled
def host_cover(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a host covered with sodium that can be stripped; 1 for other electrodes."""
    return cover(y[shape[AT_SODIUM] + electrode :], p[AT_ELECTRODES + ELECTRODE * electrode :])

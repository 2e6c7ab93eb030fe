"""An electrode with a depth: slices of another kind between conductors of ions and electrons.

The slices are sulfur (`conversion`) or particles (`insertion`), each with all states of its kind and an equal share of
the charge. `deep_chain` says how the current is shared, `deep_local` what a slice does, `deep_pores` what the salt in
the pores does where it is simulated. What the slices' kind puts in series for ions and electrons is zero in them: here
it follows from where the reaction is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..cell import SaltLayer
from ..equations.compiled import compiled
from ..equations.layout import C_REF, salt_numbers
from ..equations.root import between, narrowed
from ..equations.states import InitialState
from ..filled import FilledLayer
from .conversion import (
    CONVERSION_COLUMNS,
    conversion_columns,
    conversion_numbers,
    conversion_room,
    conversion_sodium,
    conversion_states,
)
from .deep_chain import balance_depth, drops, from_collector
from .deep_local import N_LOCAL, OF_PARTICLES, OF_SULFUR, J
from .deep_places import FILLED, MADE_OF, OWN, PORE_SALT, count_of, slice_of
from .deep_pores import salt_of_slice
from .deep_slopes import rates_of
from .insertion import (
    INSERTION_COLUMNS,
    Insertion,
    insertion_columns,
    insertion_numbers,
    insertion_room,
    insertion_sodium,
    insertion_states,
    mean_share,
    plateau_potential,
)
from .sulfur import Conversion

SLICES = 20  # numerics, of a depth; `slices` of a chemistry overrides it
FIRST_REACH = 1.0  # A/m^2, of a search for a current
REACH = 2.0
CLOSE = 1e-13  # of the current
TURNS = 200

PORE_DROP = list(INSERTION_COLUMNS).index("pore_drop")  # of a slice it is zero: it follows from the depth
N_SULFUR, N_PARTICLES = len(CONVERSION_COLUMNS), len(INSERTION_COLUMNS)
AT_ELECTROLYTE, AT_COLLECTOR, IONIC_DROP, ELECTRONIC_DROP, N_DEPTH = range(5)  # after the columns of the slices' kind
DEPTH_COLUMNS = {  # local currents are those that the electrode would have if all of it reacted so
    "reaction_at_electrolyte": "A/m^2",
    "reaction_at_collector": "A/m^2",
    "ionic_drop": "V",
    "electronic_drop": "V",
}
DEEP_CONVERSION_COLUMNS = {**CONVERSION_COLUMNS, **DEPTH_COLUMNS}
DEEP_INSERTION_COLUMNS = {**INSERTION_COLUMNS, **DEPTH_COLUMNS}
SALT_AT_ELECTROLYTE, SALT_AT_COLLECTOR, DIFFUSION, N_SALT = range(4)  # after those of the depth
FILLED_INSERTION_COLUMNS = {
    **DEEP_INSERTION_COLUMNS,
    "salt_at_electrolyte": "1",  # c/c_ref in the first and in the last slice
    "salt_at_collector": "1",
    "diffusion_potential": "V",
}


@dataclass(frozen=True)
class DeepConversion:
    """A sulfur electrode with a depth.

    `ions` and `electrons` are L/kappa and L/sigma of the composite (ohm m^2).
    """

    even: Conversion
    ions: float
    electrons: float
    slices: int = SLICES

    @property
    def whole(self) -> float:
        """Return the charge (C/m^2) of all couples."""
        return self.even.whole


@dataclass(frozen=True)
class DeepInsertion:
    """Particles over a depth. `ions` and `electrons` are L N_M/kappa of the pores and L/sigma (ohm m^2)."""

    even: Insertion
    ions: float
    electrons: float
    slices: int = SLICES

    @property
    def capacity(self) -> float:
        """Return the charge (C/m^2) of the whole plateau."""
        return self.even.capacity


@dataclass(frozen=True)
class FilledInsertion:
    """Particles over a depth, with the salt in their pores simulated.

    `salt` is the liquid in the pores: a layer as thick as the electrode. `electrons` is L/sigma (ohm m^2).
    """

    even: Insertion
    salt: SaltLayer
    electrons: float
    slices: int = SLICES

    @property
    def capacity(self) -> float:
        """Return the charge (C/m^2) of the whole plateau."""
        return self.even.capacity

    @property
    def ions(self) -> float:
        """Return L N_M/kappa of the pores at the concentration of the start (ohm m^2)."""
        return self.salt.thickness * self.salt.macmullin / self.salt.conductivity


Deep = DeepConversion | DeepInsertion | FilledInsertion


def deep_states(chemistry: Deep) -> list[InitialState]:
    """Return the salt in the pores, if simulated, and the states of all slices, from the electrolyte on."""
    own, slices = _states(chemistry), range(1, chemistry.slices + 1)
    salt: list[InitialState] = []
    if isinstance(chemistry, FilledInsertion):
        c = chemistry.salt.concentration
        salt = [InitialState(f"salt_in_slice_{k}", c, c) for k in slices]
    return [*salt, *(one._replace(name=f"{one.name}_in_slice_{k}") for k in slices for one in own)]


def _states(chemistry: Deep) -> list[InitialState]:
    if isinstance(chemistry, DeepConversion):
        return conversion_states(chemistry.even)
    return insertion_states(chemistry.even)


def deep_numbers(chemistry: Deep) -> list[float]:
    """Return the block of numbers: that of the depth, then that of all slices."""
    count, stride = float(chemistry.slices), float(len(_states(chemistry)))
    head = [count, stride, chemistry.ions, chemistry.electrons]
    dense = [0.0] * (OWN - FILLED)
    if isinstance(chemistry, DeepConversion):
        return [float(OF_SULFUR), *head, 0.0, *dense, *conversion_numbers(replace(chemistry.even, resistance=0.0))]
    pores = _pores(chemistry.salt, chemistry.slices) if isinstance(chemistry, FilledInsertion) else dense
    alone = replace(chemistry.even, pores=0.0, contact=0.0)
    return [float(OF_PARTICLES), *head, chemistry.even.contact, *pores, *insertion_numbers(alone)]


def _pores(salt: SaltLayer, slices: int) -> list[float]:
    return [float(slices), salt.thickness / slices, salt.porosity, salt.macmullin, *salt_numbers(FilledLayer(salt))]


@compiled
def deep_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the collector against the electrolyte at the face, as sodium has it."""
    local = np.empty((count_of(p), N_LOCAL))
    balance_depth(plating, temperature, salt, y, p, local)
    return from_collector(plating, local, p)


@compiled
def deep_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) without current.

    Of sulfur while slices react with each other, of particles that of their mean share.
    """
    if p[MADE_OF] == OF_SULFUR:
        return deep_potential(0.0, temperature, 1.0, y, p)
    count, share = count_of(p), 0.0
    for k in range(count):
        share += mean_share(slice_of(y, k, p), p[OWN:]) / count
    return plateau_potential(share, temperature, p[OWN:])


@compiled
def deep_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the current density (A/m^2) at a potential: the inverse of `deep_potential`.

    The potential falls with the current. The bracket grows from no current; then false position (Illinois), halving
    every third time. nan where no current has the potential, or a balance of the slices is not found.
    """
    rest = deep_potential(0.0, temperature, salt, y, p) - potential
    if rest == 0.0:
        return 0.0
    a, at_a = 0.0, rest
    b = FIRST_REACH if rest > 0.0 else -FIRST_REACH
    at_b = deep_potential(b, temperature, salt, y, p) - potential
    for _ in range(TURNS):
        if not at_b * rest > 0.0:
            break
        a, at_a = b, at_b
        b *= REACH
        at_b = deep_potential(b, temperature, salt, y, p) - potential
    if not at_b * rest <= 0.0:
        return np.nan
    side = 0
    for turn in range(TURNS):
        if at_b == 0.0 or abs(b - a) <= CLOSE * abs(b):
            return b
        middle = between(a, at_a, b, at_b, turn)
        found = deep_potential(middle, temperature, salt, y, p) - potential
        if np.isnan(found):
            return np.nan
        (a, at_a), (b, at_b), side = narrowed((a, at_a), (b, at_b), (middle, found), side)
    return b


@compiled
def deep_rates(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of the states of all slices, and of the salt without what enters it from outside."""
    local = np.empty((count_of(p), N_LOCAL))
    balance_depth(plating, temperature, salt, y, p, local)
    rates_of(plating, temperature, salt, y, p, local, dy)


@compiled
def deep_room(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the charge (C/m^2) that still fits in the direction of a current."""
    count, total = count_of(p), 0.0
    for k in range(count):
        if p[MADE_OF] == OF_SULFUR:
            total += conversion_room(plating, slice_of(y, k, p), p[OWN:]) / count
        else:
            total += insertion_room(plating, slice_of(y, k, p), p[OWN:]) / count
    return total


@compiled
def deep_sodium(y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) that the electrode holds."""
    count, total = count_of(p), 0.0
    for k in range(count):
        if p[MADE_OF] == OF_SULFUR:
            total += conversion_sodium(slice_of(y, k, p), p[OWN:]) / count
        else:
            total += insertion_sodium(slice_of(y, k, p), p[OWN:]) / count
    return total


@compiled
def deep_columns(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, out: np.ndarray) -> int:
    """Write the means of the columns of the slices' kind, then the other columns; returns how many."""
    count = count_of(p)
    local, one = np.empty((count, N_LOCAL)), np.empty(max(N_SULFUR, N_PARTICLES))
    balance_depth(plating, temperature, salt, y, p, local)
    kept = N_SULFUR if p[MADE_OF] == OF_SULFUR else N_PARTICLES
    out[: kept + N_DEPTH] = 0.0
    for k in range(count):
        own, here = slice_of(y, k, p), salt_of_slice(k, salt, y, p)
        if p[MADE_OF] == OF_SULFUR:
            conversion_columns(local[k, J], temperature, here, own, p[OWN:], one)
        else:
            insertion_columns(local[k, J], temperature, here, own, p[OWN:], one)
        for j in range(kept):
            out[j] += one[j] / count
    out[kept + AT_ELECTROLYTE], out[kept + AT_COLLECTOR] = local[0, J], local[count - 1, J]
    out[kept + IONIC_DROP], out[kept + ELECTRONIC_DROP], diffusion = drops(plating, local, p)
    if p[MADE_OF] == OF_PARTICLES:
        out[PORE_DROP] = out[kept + IONIC_DROP]
    if p[FILLED] == 0.0:
        return kept + N_DEPTH
    reference, more = p[PORE_SALT + C_REF], kept + N_DEPTH
    out[more + SALT_AT_ELECTROLYTE], out[more + SALT_AT_COLLECTOR] = y[0] / reference, y[count - 1] / reference
    out[more + DIFFUSION] = diffusion
    return more + N_SALT

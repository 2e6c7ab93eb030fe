"""A cell as an array of integers and one of numbers, the only form that kernels use.

An ensemble is rows of them. The state vector follows from the table in `states`. Numbers stand in blocks of fixed
width; the constants name the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from math import inf, nan
from typing import cast

import numpy as np

from ....laws import FARADAY, wagner_constant
from ....laws.many import in_rows
from ..cell import ATHERMAL, Ageing, Cell, Electrode, Film, Growth, SolidLayer, Thermal
from ..filled import FilledLayer, filled_layers, goes_on
from .grid import OPEN, grid_of
from .grid import VOLUMES as VOLUMES  # noqa: PLC0414  (of `pack`)
from .states import (
    AT_CHEMISTRY,
    AT_SALT,
    AT_SODIUM,
    AT_THICKNESS,
    FIRST_STATE_PLACE,
    STATE_PARTS,
    StatePart,
    salt_name,
    states_of,
)
from .voltage_parts import ELECTROLYTE, FILMS_C, FILMS_W

# The electrodes, as a type that Numba keeps general: for a literal 0 or 1 it compiles every function once more.
WORKING, COUNTER = cast("int", np.int64(0)), cast("int", np.int64(1))

# --- places in `shape`; the offsets of the states follow (`states`)
N_VOLUMES, N_SALTS, N_SOLIDS, N_FILMS_W, N_FILMS_C, AT_SALTS, AT_SOLIDS, AT_FILMS, AT_VOLUMES, N_STATES = range(10)
N_CHEMISTRY = 10  # states of both chemistries
KIND, NUMBERS_AT, STATES_AT = 11, 13, 15  # of the working electrode; the counter's follows (`electrodes.dispatch`)
SHAPE = FIRST_STATE_PLACE + len(STATE_PARTS)

# --- places in `p`: the cell, then two electrodes, salt layers, solids, films, two chemistries, volumes
AMBIENT, HEAT_CAPACITY, COOLING, CONTACT, PATH, HELD = range(6)  # HELD: V that is held, nan for none
AT_ELECTRODES = 6
(
    I0,
    ALPHA,
    I0_ENERGY,
    I0_VANISHING,
    I0_REFERENCE,
    POTENTIAL,
    COVERAGE,
    NUCLEATION,
    DEAD,
    REFILL,
    VOID_DEPTH,
    CAPACITANCE,
) = range(12)
ELECTRODE = 12
(
    KAPPA,
    DIFFUSIVITY,
    TRANSFERENCE,
    SLOPE,
    C_REF,
    KAPPA_POWER,
    D_POWER,
    S_ENERGY,
    S_VANISHING,
    S_REFERENCE,
    S_CAPACITANCE,  # F/m^2 of the layer without pores
    D_ENERGY,  # nan where D goes with kappa T
    D_VANISHING,
    D_REFERENCE,
    ACTIVITY,  # the thermodynamic factor
    PEAK,  # c/c_ref of the largest conductivity; zero for a power of c
    CURVATURE,
    SKELETON,  # S/m of the solid whose pores the layer fills; zero without one
    SKELETON_ENERGY,
    SKELETON_VANISHING,
    SKELETON_REFERENCE,
    PART,  # of the voltage, to which its ohmic drop belongs
) = range(22)
SALT = 22
RESISTANCE, R_ENERGY, R_VANISHING, R_REFERENCE, R_CAPACITANCE = range(5)  # ohm m^2 at the reference, F/m^2
SOLID = 5
SIGMA, F_ENERGY, F_VANISHING, F_REFERENCE, LAW, LAW_A, LAW_B, SODIUM, PERMITTIVITY = range(9)
FILM = 9
WIDTH, POROSITY, MACMULLIN, LAYER, WALL_LEFT, WALL_RIGHT = range(6)
VOLUME = 6

# --- growth, as a rate over the thickness
NO_GROWTH, LINEAR, PARABOLIC, POWER, LOGARITHMIC, SELF_LIMITING = range(6)
GROWTH_CODES = {
    "linear": LINEAR,
    "parabolic": PARABOLIC,
    "power": POWER,
    "logarithmic": LOGARITHMIC,
    "self-limiting": SELF_LIMITING,
    "wagner": PARABOLIC,
}

VACUUM = 8.8541878128e-12  # F/m


@dataclass(frozen=True, eq=False)
class Packed:
    """The arrays of a cell.

    `tolerance` is the absolute one of each state at a relative one of 1: the size that is negligible.
    """

    shape: np.ndarray  # int64
    p: np.ndarray  # float64
    start: np.ndarray  # the state at the start
    tolerance: np.ndarray
    names: tuple[str, ...]  # of each state
    ageing: Ageing | None = None  # of the counter electrode; `p` is that of the cell as built

    @cached_property
    def n(self) -> int:
        return int(self.shape[N_VOLUMES])

    @cached_property
    def films(self) -> int:
        return int(self.shape[N_FILMS_W] + self.shape[N_FILMS_C])

    @cached_property
    def has_pores(self) -> bool:
        """Whether a film has pores that the electrolyte fills."""
        first, count = int(self.shape[AT_SALTS]), int(self.shape[N_SALTS])
        return bool((self.p[first : first + SALT * count].reshape(count, SALT)[:, PART] != ELECTROLYTE).any())

    @cached_property
    def takes_sodium(self) -> bool:
        """Whether a film that grows consumes sodium of its electrode."""
        first = int(self.shape[AT_FILMS])
        return bool(self.p[first : first + FILM * self.films].reshape(self.films, FILM)[:, SODIUM].any())

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each state in the state vector, by name."""
        return {name: k for k, name in enumerate(self.names)}

    @cached_property
    def film_states(self) -> slice:
        """Return the places of the film thicknesses in the state vector."""
        first = int(self.shape[AT_THICKNESS])
        return slice(first, first + self.films)

    @cached_property
    def bands(self) -> tuple[int, int]:
        """Return the bandwidths of the Jacobian below and above its diagonal.

        Below it is counted from the first film to the sodium of the counter electrode. With a path for electrons, a
        voltage that is held or a chemistry the Jacobian is full.
        """
        if self.p[PATH] != 0.0 or not np.isnan(self.p[HELD]) or self.shape[N_CHEMISTRY]:
            return len(self.start) - 1, len(self.start) - 1
        return (int(self.shape[AT_SODIUM] + 1 - self.shape[AT_THICKNESS]) if self.takes_sodium else 1), 1


def pack(cell: Cell, volumes: int = VOLUMES, parts: Sequence[StatePart] = STATE_PARTS) -> Packed:
    """Return the arrays of a cell. `volumes` is the number of volumes of all salt of its electrolyte."""
    from ..electrodes.dispatch import kind_of  # whose kernels use this module

    layers = filled_layers(cell)
    salts = [one for one in layers if isinstance(one, FilledLayer)]
    solids = [one for one in layers if isinstance(one, SolidLayer)]
    films = (*cell.working.films, *cell.counter.films)
    grid = grid_of(layers, volumes, cell.shortest_step)
    if goes_on(cell):
        grid[-1][WALL_RIGHT] = OPEN
    heat = cell.heat
    cooling = (heat.capacity, heat.transfer) if heat else (0.0, 0.0)
    head = [cell.temperature, *cooling, cell.contact, cell.electronic_conductance, nan]
    kinds = [kind_of(e) for e in cell.electrodes]
    chemistry = [kind.numbers(e.chemistry) for kind, e in zip(kinds, cell.electrodes, strict=True)]
    blocks = [
        head,
        *(_electrode(e) for e in cell.electrodes),
        *(salt_numbers(s) for s in salts),
        *(_solid(s) for s in solids),
        *(_film(f) for f in films),
        *chemistry,
        *grid,
    ]
    at_salts = AT_ELECTRODES + 2 * ELECTRODE
    at_solids = at_salts + SALT * len(salts)
    at_films = at_solids + SOLID * len(solids)
    at_chemistry = at_films + FILM * len(films)
    at_volumes = at_chemistry + sum(map(len, chemistry))
    offsets, states = states_of(cell, [salts[int(row[LAYER])].salt.concentration for row in grid], parts)
    counts = (len(grid), len(salts), len(solids), len(cell.working.films), len(cell.counter.films))
    shape = np.zeros(FIRST_STATE_PLACE + len(parts), np.int64)
    shape[: N_STATES + 1] = *counts, at_salts, at_solids, at_films, at_volumes, len(states)
    shape[list(offsets)] = list(offsets.values())
    for k, kind in enumerate(kinds):
        shape[KIND + k] = kind.code
        if kind.chemistry is None:
            shape[NUMBERS_AT + k], shape[STATES_AT + k] = AT_ELECTRODES + ELECTRODE * k, shape[AT_SODIUM] + k
        else:
            own = len(kind.states(cell.electrodes[k].chemistry))
            shape[NUMBERS_AT + k] = at_chemistry + k * len(chemistry[0])
            shape[STATES_AT + k], shape[N_CHEMISTRY] = shape[AT_CHEMISTRY + k], shape[N_CHEMISTRY] + own
    p = in_rows(chain.from_iterable(blocks))
    start, tolerance = (in_rows(getattr(s, key) for s in states) for key in ("start", "negligible"))
    return Packed(shape, p, start, tolerance, tuple(s.name for s in states), cell.counter.ageing)


def with_volumes(packed: Packed, rows: np.ndarray, salt: np.ndarray, tolerance: np.ndarray, y: np.ndarray) -> Packed:
    """Return the cell on another grid of salt, with the salt in the state `y` replaced.

    `rows` are blocks of volumes.
    """
    n, at, count = packed.n, int(packed.shape[AT_VOLUMES]), len(rows)
    shape = packed.shape.copy()
    shape[N_VOLUMES] = count
    shape[N_STATES] += count - n
    shape[FIRST_STATE_PLACE:] += count - n
    shape[STATES_AT : STATES_AT + 2] += count - n
    shape[AT_SALT] = 0
    return replace(
        packed,
        shape=shape,
        p=np.concatenate([packed.p[:at], rows.ravel()]),
        start=np.concatenate([salt, y[n:]]),
        tolerance=np.concatenate([tolerance, packed.tolerance[n:]]),
        names=(*map(salt_name, range(count)), *packed.names[n:]),
    )


def _thermal(thermal: Thermal) -> tuple[float, float, float]:
    return thermal.energy, thermal.vanishing, thermal.reference


def _electrode(e: Electrode) -> list[float]:
    refill, depth = (e.voids.refill, e.voids.depth) if e.voids else (0.0, 0.0)
    coverage = e.coverage_charge if e.is_host else 0.0
    nucleation = e.nucleation if e.is_host else 0.0
    kinetics = [e.exchange_current, e.plating_transfer, *_thermal(e.thermal), e.potential]
    return [*kinetics, coverage, nucleation, e.dead, refill, depth, e.double_layer]


def salt_numbers(filled: FilledLayer) -> list[float]:
    """Return the block of numbers of a layer with salt."""
    s, film = filled.salt, filled.film
    transport = [s.conductivity, s.diffusivity, s.transference, s.transference_slope, s.concentration]
    solid = (
        film.relative_permittivity if film else 0.0
    )  # beside the pores; divided by their MacMullin number where read
    capacitance = VACUUM * (s.relative_permittivity + solid * s.macmullin) / s.thickness
    own = s.diffusivity_thermal
    of_d = _thermal(own) if own is not None else (nan, 0.0, s.thermal.reference)
    peak = [s.conductivity_peak / s.concentration, s.conductivity_curvature]
    skeleton = [film.conductivity, *_thermal(film.thermal)] if film else [0.0, *_thermal(ATHERMAL)]
    part = ELECTROLYTE if film is None else (FILMS_W, FILMS_C)[filled.side]
    exponents = [s.conductivity_exponent, s.diffusivity_exponent]
    head = [*transport, *exponents, *_thermal(s.thermal), capacitance]
    return [*head, *of_d, s.thermodynamic_factor, *peak, *skeleton, float(part)]


def _solid(s: SolidLayer) -> list[float]:
    capacitance = VACUUM * s.relative_permittivity / s.thickness
    return [s.thickness / s.conductivity, *_thermal(s.thermal), capacitance]


def _film(f: Film) -> list[float]:
    if f.pores is not None:  # its drop is that of the salt layer in its pores
        return [inf, *_thermal(ATHERMAL), *_growth(None), 0.0]
    return [f.conductivity, *_thermal(f.thermal), *_growth(f.growth), VACUUM * f.relative_permittivity]


def _growth(growth: Growth | None) -> tuple[float, float, float, float]:
    if growth is None:
        return (float(NO_GROWTH), 0.0, 0.0, 0.0)
    values = (wagner_constant(*growth.parameters),) if growth.law == "wagner" else growth.parameters
    first, second = (*values, 0.0)[:2]
    return (float(GROWTH_CODES[growth.law]), first, second, growth.sodium)


def sodium_per_volume(molar_volume_per_electron: float) -> float:
    """Return the charge of sodium in a product, C/m^3, from its volume per electron (m^3/mol).

    The product takes one sodium per electron.
    """
    return FARADAY / molar_volume_per_electron

"""Equations of a cell with the charge stored by its faces and layers. Compiled by Numba.

All elements of a cell are in series and carry the same current density J, that of the ions where a path for electrons
lies beside the cell: its conductance is added in `linear`. An element that stores charge splits J,

    C du/dt = J - i(u)

with u the voltage over the element, in the direction of a positive J (of a face with the potential of its electrode, so
that a chemistry that moves charges its double layer too), and i what reacts at a face or
moves as ions through a film or a layer (Ohm): through a film with filled pores, in the liquid and in the solid beside
it. u is a state, behind those of `equations`. An element without a capacitance has none: it follows J at once, as it
does there. What the gradient of the salt adds to the voltage stores no charge.

C of a face is its double layer; of a film, a solid and a salt layer eps_0 eps_r / thickness. In the pores of a
separator eps_r is divided by the MacMullin number as the conductivity is, so R C is that of the free medium. In a film
with filled pores those of the liquid and of the film add up, as their conductivities do. A face that has lost contact
stores on what touches. The double layer is filled by sodium ions, so the salt is moved by all of J; where a layer's own
capacitance carries part of J, above about a megahertz, no salt follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..electrodes.dispatch import contact_share, plating_at, potential
from .compiled import compiled, writable
from .layout import (
    AT_ELECTRODES,
    AT_FILMS,
    AT_SALTS,
    AT_SOLIDS,
    AT_VOLUMES,
    CAPACITANCE,
    COUNTER,
    ELECTRODE,
    FILM,
    HEAT_CAPACITY,
    LAYER,
    MACMULLIN,
    N_FILMS_W,
    N_SALTS,
    N_SOLIDS,
    N_STATES,
    N_VOLUMES,
    PART,
    PATH,
    PERMITTIVITY,
    R_CAPACITANCE,
    S_CAPACITANCE,
    SALT,
    SOLID,
    VOLUME,
    WIDTH,
    WORKING,
    Packed,
)
from .properties import film_resistance, solid_resistance
from .rates import derivative, ionic_current, sodium_rates, voltage
from .salt import salt_at_face
from .salt_properties import at_temperature, conductivity
from .states import AT_TEMPERATURE, AT_THICKNESS, MONOLAYER
from .voltage_parts import FACE_C, FACE_W, FILMS_C, FILMS_W, N_PARTS, SOLIDS

OF_FACE, OF_FILM, OF_SOLID, OF_SALT = range(4)  # kinds of elements


@compiled
def pores_in_contact(salt: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the share of the face in contact below the pores of a film; 1 for other salts."""
    part = int(p[shape[AT_SALTS] + SALT * salt + PART])
    if part == FILMS_W:
        return contact_share(WORKING, y, shape, p)
    return contact_share(COUNTER, y, shape, p) if part == FILMS_C else 1.0


@compiled
def ohmic_resistance(kind: int, index: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the resistance in ohm m^2 of an element that is not a face."""
    temperature = y[shape[AT_TEMPERATURE]]
    if kind == OF_FILM:
        touching = contact_share(0 if index < shape[N_FILMS_W] else 1, y, shape, p)
        return film_resistance(index, y[shape[AT_THICKNESS] + index], temperature, shape, p) / touching
    if kind == OF_SOLID:
        return solid_resistance(index, temperature, shape, p)
    at = shape[AT_SALTS] + SALT * index
    warm = at_temperature(at, temperature, p)
    whole = 0.0
    for k in range(shape[N_VOLUMES]):
        v = shape[AT_VOLUMES] + VOLUME * k
        if int(p[v + LAYER]) == index:
            whole += p[v + WIDTH] / (conductivity(y[k], warm, at, p[v + MACMULLIN], p) + warm[2])
    return whole / pores_in_contact(index, y, shape, p)


@compiled
def element_voltage(
    kind: int, index: int, through: float, y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray
) -> float:
    """Return the voltage (V) over an element at its faradaic or ionic current.

    `current` is that through the cell.
    """
    if kind != OF_FACE:
        return through * ohmic_resistance(kind, index, y, shape, p)
    sign = 1.0 if index == 0 else -1.0  # a positive current plates the working electrode
    return -sign * potential(index, sign * through, salt_at_face(index, y, current, shape, p), y, shape, p)


@compiled
def element_current(
    kind: int, index: int, volts: float, y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray
) -> float:
    """Return the current (A/m^2) that reacts or moves as ions at the voltage over an element.

    The inverse of `element_voltage`.
    """
    if kind != OF_FACE:
        return volts / ohmic_resistance(kind, index, y, shape, p)
    sign = 1.0 if index == 0 else -1.0
    return sign * plating_at(index, -sign * volts, salt_at_face(index, y, current, shape, p), y, shape, p)


@compiled
def element_capacitance(kind: int, index: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the capacitance of an element in F/m^2; zero where it stores no charge."""
    if kind == OF_FACE:
        return p[AT_ELECTRODES + ELECTRODE * index + CAPACITANCE] * contact_share(index, y, shape, p)
    if kind == OF_FILM:
        touching = contact_share(0 if index < shape[N_FILMS_W] else 1, y, shape, p)
        thickness = max(y[shape[AT_THICKNESS] + index], MONOLAYER)
        return p[shape[AT_FILMS] + FILM * index + PERMITTIVITY] / thickness * touching
    if kind == OF_SOLID:
        return p[shape[AT_SOLIDS] + SOLID * index + R_CAPACITANCE]
    pores = 1.0
    for k in range(shape[N_VOLUMES]):
        v = shape[AT_VOLUMES] + VOLUME * k
        if int(p[v + LAYER]) == index:
            pores = p[v + MACMULLIN]
    return p[shape[AT_SALTS] + SALT * index + S_CAPACITANCE] / pores * pores_in_contact(index, y, shape, p)


@compiled
def charging_rates(
    z: np.ndarray, current: float, storing: np.ndarray, shape: np.ndarray, p: np.ndarray, dz: np.ndarray
) -> None:
    """Write the rates of all states.

    Sodium is plated and stripped by the faradaic current alone, not by the current that charges a double layer. Heat is
    J V, so stored energy counts as heat slightly early.
    """
    derivative(z, current, shape, p, dz)
    for m in range(storing.shape[0]):
        kind, index = storing[m, 0], storing[m, 1]
        at = shape[N_STATES] + m
        through = element_current(kind, index, z[at], z, current, shape, p)
        dz[at] = (current - through) / element_capacitance(kind, index, z, shape, p)
        if kind == OF_FACE:
            sodium_rates(index, through if index == 0 else -through, z, shape, p, dz)


@compiled
def part_of(kind: int, index: int, shape: np.ndarray, p: np.ndarray) -> int:
    """Return the part of the voltage to which an element belongs."""
    if kind == OF_FACE:
        return FACE_W if index == 0 else FACE_C
    if kind == OF_FILM:
        return FILMS_W if index < shape[N_FILMS_W] else FILMS_C
    return SOLIDS if kind == OF_SOLID else int(p[shape[AT_SALTS] + SALT * index + PART])


@compiled
def charging_voltage(
    z: np.ndarray, current: float, storing: np.ndarray, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> float:
    """Write the voltage (V) by part.

    An element that stores charge has its own voltage instead of that of the current.
    """
    voltage(z, current, shape, p, parts)
    for m in range(storing.shape[0]):
        kind, index = storing[m, 0], storing[m, 1]
        at_once = element_voltage(kind, index, current, z, current, shape, p)
        parts[part_of(kind, index, shape, p)] += z[shape[N_STATES] + m] - at_once
    return parts.sum()


@dataclass(frozen=True, eq=False)
class Charging:
    """A cell and its elements as (kind, index) in the order of `packing`.

    All currents are those that pass the cell as ions and charge its elements, without those of a path for electrons.
    """

    packed: Packed

    @cached_property
    def path(self) -> float:
        """Return the conductance (S/m^2) of a path for electrons beside the cell."""
        return float(self.packed.p[PATH])

    @cached_property
    def p(self) -> np.ndarray:
        """Return the numbers of the cell without its path for electrons."""
        alone = self.packed.p.copy()
        alone[PATH] = 0.0
        return alone

    def ionic(self, y: np.ndarray, current: float) -> float:
        """Return the current of ions, of that of the terminals, where no element is being charged."""
        return ionic_current(y, current, self.packed.shape, self.packed.p)

    def beside_path(self, z: np.ndarray, current: float) -> float:
        """Return the current i of the cell without its path, of that of the terminals J: i + g V(z, i) = J.

        V rises with i, so i lies between J and J - g V(z, J).
        """
        if self.path == 0.0:
            return current
        from scipy.optimize import brentq

        def missing(ionic: float) -> float:
            return ionic + self.path * float(self.parts(z, ionic).sum()) - current

        other = current - missing(current)
        if missing(current) * missing(other) >= 0.0:  # at an end: no voltage, or one that does not depend on i
            return min(current, other, key=lambda ionic: abs(missing(ionic)))
        return float(brentq(missing, current, other, xtol=1e-13 * (abs(current) + abs(other)), rtol=1e-14))

    @cached_property
    def elements(self) -> np.ndarray:
        shape = self.packed.shape
        counts = {OF_FACE: 2, OF_FILM: self.packed.films, OF_SOLID: shape[N_SOLIDS], OF_SALT: shape[N_SALTS]}
        rows = [(kind, index) for kind, count in counts.items() for index in range(count)]
        return np.array(rows, np.int64)

    @cached_property
    def storing(self) -> np.ndarray:
        """Return the elements that store charge. Each is a state, in this order."""
        return self.elements[[self.capacitance(kind, index, self.packed.start) > 0 for kind, index in self.elements]]

    def capacitance(self, kind: int, index: int, y: np.ndarray) -> float:
        return element_capacitance(kind, index, y, self.packed.shape, self.p)

    def over(self, kind: int, index: int, through: float, y: np.ndarray, current: float) -> float:
        return element_voltage(kind, index, through, y, current, self.packed.shape, self.p)

    def through(self, kind: int, index: int, volts: float, y: np.ndarray, current: float) -> float:
        return element_current(kind, index, volts, y, current, self.packed.shape, self.p)

    def settled(self, y: np.ndarray, current: float) -> np.ndarray:
        """Return the state with every capacitor at the voltage at which its current is zero."""
        return np.concatenate([y, [self.over(kind, index, current, y, current) for kind, index in self.storing]])

    def rates(self, z: np.ndarray, current: float) -> np.ndarray:
        dz = np.empty_like(z)
        charging_rates(writable(z), current, self.storing, self.packed.shape, self.p, dz)
        if self.path > 0.0 and self.p[HEAT_CAPACITY] > 0.0:
            lost = self.path * float(self.parts(z, current).sum()) ** 2
            dz[int(self.packed.shape[AT_TEMPERATURE])] += lost / self.p[HEAT_CAPACITY]
        return dz

    def parts(self, z: np.ndarray, current: float) -> np.ndarray:
        """Return the voltage by part, in the order of `PARTS`."""
        parts = np.empty(N_PARTS)
        charging_voltage(writable(z), current, self.storing, self.packed.shape, self.p, parts)
        return parts

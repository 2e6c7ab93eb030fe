"""Utilisation of the limits of a face by rival laws: cracks, voids, contact loss.

Cracks form while plating, voids and contact loss while stripping. A property is read as the criterion of the same law
reads it (`models.criteria`), at the temperature of the design. A design that a law does not hold for is refused, and
one that does not give what the law needs is unanswerable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ....answers import Reader, Refuse
from ....laws import (
    charge_of_sodium,
    contact_current,
    crack_stress,
    deposition_pressure,
    squeeze_limited_current,
    thickness_of_charge,
    vacancy_limited_current,
)
from ...reading.conduction import at_reference
from ...reading.layers import by_law, own_or_usual
from ...reading.sodium import creep_of, disc_radius
from ...reading.solids import ensure_solid, flaw_size, kind_of
from ..equations.observe import PLACE
from .utilisation import Past, Utilisation

ELECTRODES = ("working", "counter")
PLATES = {"working": 1, "counter": -1}  # the sign of the current that plates it
Refill = Callable[[np.ndarray], Any]  # sodium left (C/m^2) -> what of it comes to the face (A/m^2)


NO_CURRENT = 1e-12  # A/m^2, so that a utilisation stays finite where nothing refills


def column(rows: np.ndarray, name: str) -> np.ndarray:
    return rows[:, PLACE[name]]


def current_of(rows: np.ndarray) -> float:
    """Return the current (A/m^2) that plates and strips; nearly constant over a leg beside a soft short."""
    return float(rows[-1, PLACE["ionic_current"]])


# --- where things stand in a design


def is_foil(read: Reader, electrode: str) -> bool:
    """Whether an electrode starts without sodium: the copper of a half cell or an anode-free one."""
    if electrode != "working":
        return False
    return read.word("cell") == "half" or is_anode_free(read)


def is_anode_free(read: Reader) -> bool:
    """Whether the working electrode of a full cell is a metal without sodium: all is the cathode's."""
    if read.word("cell") != "full":
        return False
    material = read.word("working.material")
    return kind_of(read, material) == "metal" and "Na" not in material


def ensure_metal(read: Reader, electrode: str) -> None:
    """Refuse the laws of a face of sodium at an electrode that is none, or whose sodium has no table."""
    if electrode == "counter" and read.word("cell") == "full":
        raise Refuse("not defined: the counter electrode of a full cell is not sodium")
    if is_anode_free(read):
        raise Refuse("the sodium on the foil comes from the cathode, and the design has no table of it")


def metal_at(read: Reader, electrode: str) -> str:
    """Return the table of the metal at a face.

    On a foil it is the sodium that the counter electrode provided.
    """
    ensure_metal(read, electrode)
    if is_foil(read, electrode):
        return "counter"
    return electrode if electrode == "working" or read.has("counter") else "working"


def solid_at(read: Reader, electrode: str) -> str:
    """Return the path of the solid electrolyte at a face."""
    layers = read.names("electrolyte")
    if not layers:
        raise Refuse("the design has no electrolyte")
    return ensure_solid(read, f"electrolyte.{layers[0] if electrode == 'working' else layers[-1]}")


def films_on(read: Reader, electrode: str) -> list[str]:
    return [name for name in read.names("interphase") if read.word(f"interphase.{name}.on") in {"both", electrode}]


# --- cracks, by what is plated


def crack_overpotential(read: Reader, electrode: str) -> float:
    """Return eta = P V_m/F (V) at which sodium opens the largest flaw of the layer at a face.

    Porz; `crack_limit`.
    """
    layer = solid_at(read, electrode)
    at_reference(read, "the toughness")
    stress = by_law(crack_stress, read(f"{layer}.fracture_toughness"), flaw_size(read, layer))
    return stress / by_law(deposition_pressure, 1.0, read(f"{metal_at(read, electrode)}.molar_volume"))


def crack_by_face(read: Reader, electrode: str) -> Utilisation:
    limit, sign = crack_overpotential(read, electrode), PLATES[electrode]
    return lambda rows, _: np.maximum(sign * column(rows, f"face_{electrode}"), 0.0) / limit


def crack_by_face_and_films(read: Reader, electrode: str) -> Utilisation:
    """Return the utilisation of the crack limit by the drop over the face and its films.

    A resistance measured at the face includes the films.
    """
    if not films_on(read, electrode):
        raise Refuse(f"no film lies on the {electrode} electrode")
    limit, sign = crack_overpotential(read, electrode), PLATES[electrode]

    def utilisation(rows: np.ndarray, _: Past) -> np.ndarray:
        return np.maximum(sign * (column(rows, f"face_{electrode}") + column(rows, f"films_{electrode}")), 0.0) / limit

    return utilisation


# --- voids, by what is stripped


def vacancies(read: Reader, electrode: str) -> Refill:
    """Return the limit of vacancy diffusion (`void_limit`)."""
    solid_at(read, electrode)
    at_reference(read, "the self-diffusion of the metal")
    metal = metal_at(read, electrode)
    excess = own_or_usual(read, metal, "vacancy_supersaturation")
    path = own_or_usual(read, metal, "vacancy_path")
    diffusivity, volume = read(f"{metal}.self_diffusivity"), read(f"{metal}.molar_volume")
    current = by_law(vacancy_limited_current, diffusivity, excess, volume, path)
    return lambda _: current


def pressure_line(read: Reader, electrode: str) -> Refill:
    """Return the limit of the measured pressure line (`pressure_line`)."""
    layer = solid_at(read, electrode)
    at_reference(read, "the pressure that a current needs")
    slope = own_or_usual(read, layer, "pressure_per_current")
    current = by_law(contact_current, read("stack_pressure"), slope)
    return lambda _: current


def creep(read: Reader, electrode: str) -> Refill:
    """Return the limit of creep (`creep_limit`) for the height of sodium at the time.

    A thinner disc is squeezed less, by its height and by the friction of the plates.
    """
    solid_at(read, electrode)
    metal = metal_at(read, electrode)
    law, radius = creep_of(read, metal), disc_radius(read)
    pressure, volume = read("stack_pressure"), read(f"{metal}.molar_volume")
    if not is_foil(read, electrode):
        read(f"{metal}.thickness")  # else the height of the sodium is unknown

    def refill(sodium: np.ndarray) -> Any:
        height = thickness_of_charge(1.0, volume) * np.maximum(sodium, 0.0)
        return squeeze_limited_current(law, pressure, height, volume, radius)

    return refill


def sodium_as_built(read: Reader, electrode: str) -> float:
    metal = metal_at(read, electrode)
    return charge_of_sodium(read(f"{metal}.thickness"), read(f"{metal}.molar_volume"))


REFILLS: dict[str, Callable[[Reader, str], Refill]] = {
    "vacancies": vacancies,
    "pressure-line": pressure_line,
    "creep": creep,
}


def void_charge(read: Reader, electrode: str) -> float:
    """Return the missing sodium in C/m^2 at which a face has lost its contact completely."""
    metal = metal_at(read, electrode)
    return charge_of_sodium(own_or_usual(read, metal, "void_depth"), read(f"{metal}.molar_volume"))


def least_contact(read: Reader) -> float:
    """Return the share of a face in contact below which its contact counts as lost."""
    return read("usual.least_contact_share")


def melting_point(read: Reader) -> float:
    """Return the melting point (K) of the sodium at the working electrode."""
    if is_anode_free(read):
        return read("usual.melting_temperature")
    return own_or_usual(read, metal_at(read, "working"), "melting_temperature")


def voids_begin(law: str) -> Callable[[Reader, str], Utilisation]:
    """Return i over the limit of the steady state: above 1 sodium is stripped faster than it is replaced."""

    def made(read: Reader, electrode: str) -> Utilisation:
        refill, sign = REFILLS[law](read, electrode), PLATES[electrode]

        def utilisation(rows: np.ndarray, _: Past) -> np.ndarray:
            stripping = max(-sign * current_of(rows), 0.0)
            return np.asarray(stripping / np.maximum(refill(column(rows, f"sodium_{electrode}")), NO_CURRENT))

        return utilisation

    return made


def contact_lost(law: str) -> Callable[[Reader, str], Utilisation]:
    """Return the void over that at which the contact counts as lost, as in `cell.Voids`.

    dq/dt = i - i_law, down to none; plating fills the void.
    """

    def made(read: Reader, electrode: str) -> Utilisation:
        refill, sign = REFILLS[law](read, electrode), PLATES[electrode]
        whole = void_charge(read, electrode) * (1 - least_contact(read))

        def utilisation(rows: np.ndarray, past: Past) -> np.ndarray:
            time = column(rows, "time")
            rate = (-sign * current_of(rows) - refill(column(rows, f"sodium_{electrode}"))) / whole
            if np.ndim(rate) == 0:  # the usual case, and fast
                return np.maximum(past.utilisation + rate * (time - time[0]), 0.0)
            added = (rate[1:] + rate[:-1]) / 2 * np.diff(time)
            free = past.utilisation + np.concatenate([[0.0], np.cumsum(added)])  # a void cannot be negative
            return free - np.minimum(np.minimum.accumulate(free), 0.0)

        return utilisation

    return made

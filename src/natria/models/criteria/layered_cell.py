"""Overpotential of a layered symmetric cell: ohmic layers in series with two Butler-Volmer faces.

    V = i [sum over electrolyte layers of L N_M / kappa + sum over interphase layers of s h / sigma(T)]
        + 2 eta_face(i, T)

with s = 2 where both electrodes carry the layer and 1 where one does, and eta_face = (2RT/F) asinh(i / 2 i0): Ohm's law
and Butler-Volmer (see `laws`) in steady state. In a porous film sigma is that of solid and pores in parallel
(`porous_film`). Beside a path for electrons of conductance g the layers carry i_p, the root of i_p + g V(i_p) = i, and
V is V(i_p) (`soft_short`). The salt's concentration polarisation is left out (`salt_depletion` says where it matters).
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...design import FACES
from ...laws import butler_volmer_overpotential, layer_area_resistance
from ...laws.many import plain
from ..reading.conduction import at_reference, layer_conductivity
from ..reading.films import film_conductivity
from ..reading.layers import layer_thickness

PATH = "electronic_conductance"  # of a path for electrons beside the cell


def electrolyte_resistance(read: Reader, layer: str) -> float:
    """Return the area resistance of an electrolyte layer, with the MacMullin number of a separator."""
    path = f"electrolyte.{layer}"
    free: float = plain(layer_area_resistance(layer_thickness(read, path), layer_conductivity(read, path)))
    in_pores = read.has(f"{path}.macmullin_number")
    return free * read(f"{path}.macmullin_number") if in_pores else free


def interphase_resistance(read: Reader, layer: str) -> float:
    """Return the area resistance of an interphase layer, on all electrodes that carry it.

    Of a porous film, with the liquid in its pores in parallel.
    """
    path = f"interphase.{layer}"
    one: float = plain(layer_area_resistance(layer_thickness(read, path), film_conductivity(read, path)))
    return 2 * one if read.word(f"{path}.on") == "both" else one


def face_overpotential(read: Reader, current: float) -> float:
    """Return the overpotential of one face at a current density."""
    at_reference(read, "the exchange current")
    i0 = read("working.exchange_current_density")
    found: float = plain(butler_volmer_overpotential(current, i0, read("temperature")))
    return found


def ensure_symmetric(read: Reader) -> None:
    """Refuse a cell that does not have two equal electrodes."""
    kind = read.word("cell")
    if kind != "symmetric":
        raise Refuse(f"holds for symmetric cells; this one is {kind}")
    if read.has("counter"):
        raise Refuse("holds for two equal electrodes; this design describes a counter electrode of its own")


def plating_current(read: Reader) -> float:
    """Return the current that plates, of that of the protocol: less what a path for electrons takes."""
    applied = read("protocol.current")
    if not read.has(PATH):
        return applied
    from scipy.optimize import brentq

    conductance = read(PATH)
    return float(brentq(lambda i: i + conductance * cell_overpotential_at(read, i) - applied, 0.0, applied))


def _electrolyte(read: Reader) -> float:
    return sum(electrolyte_resistance(read, layer) for layer in read.names("electrolyte"))


def _interphase(read: Reader) -> float:
    return sum(interphase_resistance(read, layer) for layer in read.names("interphase"))


def _ir_free(read: Reader, current: float) -> float:
    return current * _interphase(read) + 2 * face_overpotential(read, current)


def cell_overpotential_at(read: Reader, current: float) -> float:
    """Return the overpotential of the whole symmetric cell at a current density that plates."""
    return current * _electrolyte(read) + _ir_free(read, current)


def cell_overpotential(read: Reader) -> float:
    """Return the overpotential of the whole symmetric cell at the current of the protocol.

    Electrolyte, layers, both faces.
    """
    return cell_overpotential_at(read, plating_current(read))


def _area_resistance(read: Reader) -> float:
    """Return the area resistance of the whole cell, of a named layer, or of both faces.

    It is voltage over current at the current of the protocol.
    """
    if not read.part:
        return cell_overpotential(read) / read("protocol.current")
    if read.part == FACES:
        plating = plating_current(read)
        return 2 * face_overpotential(read, plating) / plating
    if read.part in read.names("electrolyte"):
        return electrolyte_resistance(read, read.part)
    if read.part in read.names("interphase"):
        return interphase_resistance(read, read.part)
    raise Refuse(f"this design has no part {read.part!r}")


def _hysteresis(read: Reader) -> float:
    return 2 * cell_overpotential(read)


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "cell_overpotential": cell_overpotential,
    "cell_overpotential_ir_free": lambda read: _ir_free(read, plating_current(read)),
    "electrode_overpotential": lambda read: face_overpotential(read, plating_current(read)),
    "hysteresis": _hysteresis,
    "area_resistance": _area_resistance,
}


def _run(read: Reader) -> float:
    ensure_symmetric(read)
    return ANSWERS[read.term](read)


OBJECTION = (
    "Two thicknesses fix a slope and an intercept, and no more. kumar2020's 50 mV at 3 um and 180 mV at 35 um "
    "give 4.06 mV/um and 37.8 mV, and the intercept holds faces, liquid, contacts and everything else that does "
    "not grow with the layer. Both faces are taken alike, with alpha = 1/2, and the layer as a dense resistor, "
    "where one with pores would conduct through its liquid. To settle this, one would have to measure the "
    "impedance against thickness, current and temperature, with a reference electrode."
)

MODELS = (
    Answerer(
        "layered_cell",
        2,
        tuple(ANSWERS),
        _run,
        "steady state, uniform current, alpha = 1/2, no concentration polarisation",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)

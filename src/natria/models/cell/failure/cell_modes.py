"""Failure modes of the whole cell and its layers: salt, inventory, films, heat, elastic stability.

As in `faces`, a property is read as the criterion of the same law reads it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import isinf

import numpy as np

from ....answers import Reader, Refuse
from ....laws import (
    depletion_time,
    gap_crossing_time,
    ramified_growth_velocity,
    stable_interval,
)
from ...criteria.elastic_stability import volume_ratio
from ...reading.conduction import at_reference
from ...reading.layers import own_or_usual
from ...reading.salt import anion_share, limiting_current, pores, salt_layer
from ...reading.solids import FLOWING, kinds_of, shear_moduli, usual_of
from ..equations.observe import PLACE
from .faces import column, current_of, films_on, is_foil, melting_point, metal_at
from .limits import DEPLETED
from .utilisation import Past, Utilisation

# --- salt


def salt_used_up(read: Reader, _: str) -> Utilisation:
    """Return 1 where the salt at any wall is used up, by the criterion of the solver's own event."""
    _has_salt(read)
    return lambda rows, _: (1 - column(rows, "least_salt")) / (1 - DEPLETED)


def over_limiting_current(read: Reader, _: str) -> Utilisation:
    """Return J/J_lim of the steady state (`salt_depletion`)."""
    _has_salt(read)
    limiting = limiting_current(read)
    return lambda rows, _: abs(current_of(rows)) / limiting


def ramified(read: Reader, _: str) -> Utilisation:
    """Return the utilisation of depletion and crossing (`space_charge`) at a current above J_lim.

    It is the time under this current over t_zero + L/v: to zero salt in closed form, and from there across the gap at v
    = t_a J/(F c). A change of the sign of the current starts again from zero.
    """
    _has_salt(read)
    _has_one_gap(read)
    layer, limiting = salt_layer(read), limiting_current(read)
    macmullin, porosity = pores(read, layer)
    gap, diffusivity = read(f"{layer}.thickness"), read(f"{layer}.salt_diffusivity")
    salt, anions = porosity * read(f"{layer}.salt_concentration"), anion_share(read, layer)
    relaxation = gap**2 * porosity * macmullin / diffusivity

    @lru_cache(maxsize=64)
    def needed(current: float) -> float:
        crossing = gap_crossing_time(gap, ramified_growth_velocity(current, salt, anions))
        return depletion_time(current, limiting, relaxation) + crossing

    def utilisation(rows: np.ndarray, past: Past) -> np.ndarray:
        time, current = column(rows, "time"), current_of(rows)
        if abs(current) <= limiting:
            return np.zeros(len(rows))
        before = past.utilisation if past.current * current > 0 else 0.0
        return before + (time - time[0]) / needed(abs(current))

    return utilisation


def _has_one_gap(read: Reader) -> None:
    if filled := [name for name in read.names("interphase") if read.has(f"interphase.{name}.filled_by")]:
        raise Refuse(f"not defined with salt in the pores of {filled[0]}: it holds for one gap")


def _has_salt(read: Reader) -> None:
    if not any(read.has(f"electrolyte.{layer}.salt_concentration") for layer in read.names("electrolyte")):
        raise Refuse("not defined, single-ion: no layer has a salt that could be used up")


# --- the rest


def inventory_used(read: Reader, electrode: str) -> Utilisation:
    """Return 1 - sodium left over initial sodium."""
    if is_foil(read, electrode):
        raise Refuse("a foil starts without sodium")
    table = metal_at(read, electrode)
    if not (read.has(f"{table}.thickness") and read.has(f"{table}.molar_volume")):
        for path in (f"{table}.mass", f"{table}.theoretical_capacity", "area"):
            read(path)
    name = f"sodium_{electrode}"

    def used(rows: np.ndarray, past: Past) -> np.ndarray:
        whole = past.first[PLACE[name]]
        return 1 - column(rows, name) / whole if whole > 0.0 else np.full(len(rows), np.nan)

    return used


def film_grown(read: Reader, electrode: str) -> Utilisation:
    """Return the resistance added by the growth of films over the initial resistance of the cell.

    At 1 growth has added as much as the cell had. Known only under a current; the effect of lost contact is removed.
    """
    if not films_on(read, electrode):
        raise Refuse(f"no film lies on the {electrode} electrode")

    def resistance(rows: np.ndarray) -> np.ndarray:
        current = column(rows, "ionic_current")
        drop = column(rows, f"films_{electrode}") * column(rows, f"contact_{electrode}")
        return np.divide(drop, current, out=np.full(len(rows), np.nan), where=current != 0)

    def utilisation(rows: np.ndarray, past: Past) -> np.ndarray:
        start = past.driven[None]
        with np.errstate(divide="ignore", invalid="ignore"):  # of a run without a current so far
            whole = column(start, "voltage") / column(start, "ionic_current")
            return np.asarray((resistance(rows) - resistance(start)) / whole)

    return utilisation


def melting(read: Reader, _: str) -> Utilisation:
    return _warming(read("temperature"), melting_point(read))


def softening(read: Reader, layer: str) -> Utilisation:
    return _warming(read("temperature"), read(f"{layer}.glass_transition_temperature"))


def _warming(start: float, limit: float) -> Utilisation:
    """Return the rise of the temperature over the rise up to the limit."""
    if start >= limit:
        raise Refuse(f"at {start:g} K it is past its limit of {limit:g} K from the start")
    return lambda rows, _: (column(rows, "temperature") - start) / (limit - start)


def flat_front(read: Reader, layer: str) -> float:
    """Return the ratio of shear moduli over the end of its stable interval (`elastic_stability`).

    The inverse where a stiff layer is stable; the worst value of what is known within limits only.
    """
    if flowing := [kind for kind in kinds_of(read, layer) if kind in FLOWING]:
        raise Refuse(f"{layer.rpartition('.')[2]} is a {flowing[0]}: it bears no shear")
    at_reference(read, "the shear modulus")
    metal = metal_at(read, "working")
    soft, stiff = (modulus / read(f"{metal}.shear_modulus") for modulus in shear_moduli(read, layer))
    own = own_or_usual(read, metal, "poisson_ratio")
    worst = 0.0
    for volume, poisson in product(volume_ratio(read, layer), usual_of(read, layer, "poisson_ratio")):
        stable = stable_interval(volume, own, poisson)
        if not stable:
            raise Refuse("with these volumes and Poisson ratios no modulus makes a flat front stable")
        low, high = stable[0]
        worst = max(worst, low / soft if isinf(high) else stiff / high)
    return worst

"""Current that plates nothing: an electronic path beside the cell, and the layer on fresh sodium.

SI in and out, scalars or arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .constants import FARADAY
from .numbers import Numbers, array, not_negative, positive


def leaked_share(conductance: ArrayLike, voltage: ArrayLike, current: ArrayLike) -> Numbers:
    """Share g V / i of a current (A/m^2) that a conductance (S/m^2) carries as electrons.

    Ohm's law, at the voltage of the cell. It plates nothing. Zero without a conductance; never more than all of the
    current that is applied.
    """
    share = not_negative(conductance, "a conductance") * array(voltage) / positive(current, "a current density")
    if not np.all(share <= 1):
        raise ValueError("the electronic path takes more than all of the current at this voltage")
    return array(share)


def conductance_of_short(current: ArrayLike, plating: ArrayLike, voltage: ArrayLike) -> Numbers:
    """Conductance per area (S/m^2) that takes what does not plate, (i - i_plating) / V."""
    taken = array(current) - array(plating)
    if not np.all(taken >= 0):
        raise ValueError("the cell plates more than the current that is applied: no electronic path explains it")
    return array(taken / positive(voltage, "a voltage"))


def charge_efficiency_with_short(
    conductance: ArrayLike, charge_voltage: ArrayLike, discharge_voltage: ArrayLike, current: ArrayLike
) -> Numbers:
    """Discharge over charge of a full cell with an electronic path: (1 - g V_c / i) / (1 + g V_d / i).

    The path discharges the cell in both half-cycles, at the voltages V_c and V_d and one current density i; the
    electrodes take and give the same charge. Limit: 1 without a path.
    """
    lost = leaked_share(conductance, charge_voltage, current)
    added = array(conductance) * array(discharge_voltage) / array(current)
    return array((1 - lost) / (1 + added))


def sei_charge(thickness: ArrayLike, volume_per_electron: ArrayLike, fresh_area_ratio: ArrayLike) -> Numbers:
    """Charge (C/m^2 of the face) that a layer on fresh sodium takes: x F h / V, Faraday's law.

    h is its thickness, V its molar volume per electron, x the fresh surface over the area of the face.
    """
    film = FARADAY * not_negative(thickness, "a thickness") / positive(volume_per_electron, "a molar volume")
    return array(film * not_negative(fresh_area_ratio, "the fresh area"))


def efficiency_of_loss(lost: ArrayLike, charge: ArrayLike) -> Numbers:
    """Stripped over plated charge where a charge is lost in each cycle: 1 - q / Q, and 1 where q is zero."""
    share = not_negative(lost, "a lost charge") / positive(charge, "the charge of a half-cycle")
    if not np.all(share <= 1):
        raise ValueError("the layer on fresh sodium takes more than the charge of a half-cycle")
    return array(1 - share)


def sei_thickness_of_efficiency(
    efficiency: ArrayLike, charge: ArrayLike, volume_per_electron: ArrayLike, fresh_area_ratio: ArrayLike
) -> Numbers:
    """Thickness (m) of a layer on fresh sodium that takes all that is lost: (1 - CE) Q V / (x F)."""
    lost = 1 - array(efficiency)
    if not np.all(lost >= 0):
        raise ValueError("above an efficiency of one nothing is lost: another process gives charge")
    area = positive(fresh_area_ratio, "the fresh area")
    return array(lost * array(charge) * array(volume_per_electron) / (area * FARADAY))

"""Spreading (constriction) resistance where a layer touches the metal in islands.

SI in and out, scalars or arrays.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array, positive


def spreading_resistance_of_disc(conductivity: ArrayLike, radius: ArrayLike) -> Numbers:
    """Resistance (ohm) from one disc on the face of a half-space to infinity, 1/(4 sigma a).

    Holm, Electric Contacts, 4th ed. (1967), with an equipotential disc; Newman, J. Electrochem. Soc. 113, 501 (1966),
    for the disc electrode.
    """
    return array(1 / (4 * positive(conductivity, "a conductivity") * positive(radius, "a radius")))


def array_factor(contact_share: ArrayLike) -> Numbers:
    """(1 - sqrt(s))^(3/2): a disc among others that touch a share s of the face, over a disc alone.

    Cooper, Mikic and Yovanovich, Int. J. Heat Mass Transfer 12, 279 (1969): a disc in the middle of a tube of its share
    of the face. Limits: 1 for islands far apart, 0 where all of the face touches. In between it is a fit: by volumes it
    is a tenth too large at 37 % of contact and a fifth at 60 %.
    """
    share = array(contact_share)
    if not np.all((share > 0) & (share <= 1)):
        raise ValueError("the share of a face in contact is above zero and at most one")
    return array((1 - np.sqrt(share)) ** 1.5)


def spreading_area_resistance(conductivity: ArrayLike, radius: ArrayLike, contact_share: ArrayLike) -> Numbers:
    """Area resistance (ohm m^2) of one face that touches in discs of a radius: pi a psi(s) / (4 sigma s).

    s/(pi a^2) discs per area in parallel, each `spreading_resistance_of_disc` times `array_factor`.
    """
    alone = spreading_resistance_of_disc(conductivity, radius)
    return array(alone * array_factor(contact_share) * pi * array(radius) ** 2 / array(contact_share))


def tube_radius(radius: ArrayLike, contact_share: ArrayLike) -> Numbers:
    """Radius (m) of the tube of current that ends in one disc, a / sqrt(s).

    The current has spread evenly at this depth, to exp(-3.8): deeper layers do not see the islands.
    """
    array_factor(contact_share)
    return array(positive(radius, "a radius") / np.sqrt(array(contact_share)))

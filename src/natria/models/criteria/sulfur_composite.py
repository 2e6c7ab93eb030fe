"""A composite of sulfur: thickness, cost of ions, charge of its electrolyte, last potential of sulfur.

h = sum(m w_k / rho_k) / (1 - eps)        composite_thickness, of mass m per area and mass shares w_k
R = h / (3 sigma phi^b)                    composite_ionic_resistance, phi the volume share of the electrolyte
sigma_e = sigma phi^b                      least_electronic_conductivity: electrons cost in it what ions do
q = n F w_e / (M_e w_S)                    electrolyte_capacity, per mass of sulfur
U_3 = (U - z_1 U_1 - z_2 U_2) / z_3        last_couple_potential, U of the whole reaction to Na2S
h_p = q_S V / (2 F r)                      product_film_thickness, on r times the face

The third is a linear reaction along the composite in which neither ions nor electrons limit: a third of the resistance
across it counts (Newman and Tobias, J. Electrochem. Soc. 109 (1962) 1183).
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import SULFUR_ELECTRONS, even_reaction_resistance, last_potential, theoretical_capacity
from ..reading.layers import by_law
from ..reading.sulfur import (
    CONVERSION,
    TABLE,
    composite_of,
    electrolyte_charge,
    electrolyte_of,
    potentials_of,
    product_per_charge,
    sulfur_loading,
)


def _thickness(read: Reader) -> float:
    return composite_of(read).thickness


def _ionic(read: Reader) -> float:
    layer = composite_of(read)
    return even_reaction_resistance(layer.thickness, layer.conductivity)


def _electronic(read: Reader) -> float:
    return composite_of(read).conductivity


def _electrolyte(read: Reader) -> float:
    electrolyte = electrolyte_of(read)
    if not electrolyte:
        raise Refuse("the composite has no solid electrolyte")
    return electrolyte_charge(read, electrolyte) / sulfur_loading(read)


def _last(read: Reader) -> float:
    u = potentials_of(read)
    return last_potential(u.mean, u.first, u.second)


def _film(read: Reader) -> float:
    capacity = by_law(theoretical_capacity, SULFUR_ELECTRONS, read(f"{TABLE}.molar_mass"))
    return sulfur_loading(read) * capacity * product_per_charge(read)


ANSWERS = {
    "composite_thickness": _thickness,
    "composite_ionic_resistance": _ionic,
    "least_electronic_conductivity": _electronic,
    "electrolyte_capacity": _electrolyte,
    "last_couple_potential": _last,
    "product_film_thickness": _film,
}


def _run(read: Reader) -> float:
    if not read.has(CONVERSION):
        raise Refuse(f"the design describes no sulfur, [{CONVERSION}]")
    return ANSWERS[read.term](read)


OBJECTION = (
    "The electrolyte of a ball-milled composite is neither as conductive as its pellet nor spread evenly, and sulfur "
    "that swells by 170 % moves it. Formation data of crystals need not hold for the products of a cell. To settle "
    "this, one would have to measure the impedance of the composite between two electrolytes before and after a "
    "discharge, and the voltage at rest along it."
)

MODELS = (
    Answerer(
        "sulfur_composite",
        1,
        tuple(ANSWERS),
        _run,
        "an even composite; crystals of S, Na2S4, Na2S2 and Na2S",
        objection=OBJECTION,
    ),
)

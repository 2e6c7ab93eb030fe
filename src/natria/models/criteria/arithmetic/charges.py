"""Charges and mean voltages that follow from loadings, masses and plateaus.

q = w q_m                     areal_capacity, from loading and capacity per mass
U = x U_1 + (1 - x) U_2       average_discharge_voltage, x the share of the first plateau in the charge
Q = m q_th / A                sodium_inventory of an alloy, from its mass
w = i_1C / q_1C               mass_loading, from the current that the paper calls 1C
"""

from __future__ import annotations

from ....answers import Answered, Answerer, Reader, Refuse
from ....laws import loading_of_rate
from .fading import UNDER


def _areal(read: Reader) -> Answered:
    capacity, bound = read.reported("specific_capacity", cycle=1)
    return Answered(read("counter.mass_loading") * capacity, bound=bound)


def _mean_voltage(read: Reader) -> float:
    share = read("counter.upper_plateau_share")
    (upper, above), (lower, below) = (read.reported("plateau_voltage", peak=number) for number in (1, 2))
    if above or below:
        raise Refuse("a plateau is known as a bound only")
    return share * upper + (1 - share) * lower


def _inventory(read: Reader) -> float:
    if read.has("working.molar_volume"):
        raise Refuse("the sodium of a metal follows from its thickness")
    return read("working.mass") * read("working.theoretical_capacity") / read("area")


def _loading(read: Reader) -> float:
    currents = read.listed("current_density")
    if len(currents) != 1 or currents[0][1]:
        raise Refuse("reporting.facts must list one current density, the one that the paper calls 1C")
    return loading_of_rate(currents[0][0], read("reporting.one_c"))


MODELS = (
    Answerer(
        "areal_charge",
        1,
        ("areal_capacity",),
        _areal,
        "all of the loading takes part",
        ignores=UNDER,
        objection=(
            "The loading is often the mean of a batch of electrodes, and it may be that of the composite where "
            "the capacity is per mass of sulfur: with 60 % of sulfur the answer is then 1.7 times too large. To "
            "settle this, one would have to weigh the electrode of the cell and to measure its charge in the "
            "cycle in question."
        ),
    ),
    Answerer(
        "plateau_mean",
        1,
        ("average_discharge_voltage",),
        _mean_voltage,
        "two level plateaus and nothing between them",
        ignores=UNDER,
        objection=(
            "Real plateaus slope, and a share of 25 % for the first one holds only if it ends at Na2S4 and the "
            "second one ends at Na2S. To settle this, one would have to measure the voltage over the whole "
            "discharge and to average it over the charge."
        ),
    ),
    Answerer(
        "alloy_inventory",
        1,
        ("sodium_inventory",),
        _inventory,
        "all sodium of the alloy can be stripped",
        objection=(
            "Stripping stops before the alloy is empty, because its potential rises and diffusion in it is slow. "
            "A mass that is given for both sides, and not for one, changes the answer by a factor of two. To "
            "settle this, one would have to measure the charge that can be stripped from a weighed alloy at a low "
            "current."
        ),
    ),
    Answerer(
        "rate_loading",
        1,
        ("mass_loading",),
        _loading,
        "1C is a current per mass of what capacities are per",
        objection=(
            "1C may refer to a nominal, a theoretical or a measured capacity, and the current may be per mass of "
            "the composite; the loading is then wrong by the ratio of the two. To settle this, one would have to "
            "weigh the electrode and to read the current in amperes from the record of the cycler."
        ),
    ),
)

"""Theoretical voltage, capacity and energy of a reaction; energy of active mass and of a stack.

    U = -(dH - T dS)/(n F)       reaction_voltage, from formation enthalpies and entropies, or as the design gives it
    specific_energy = n F U/M    M of the product: all reactants, nothing else
    theoretical_capacity = n F/(nu M)    of the material that capacities are counted per (reporting.mass_basis), or of
                                 an electrode as a part, '#working' or '#counter'; nu react per formula of the product
    utilisation = q_m/theoretical_capacity    with the specific capacity of the counter electrode
    active_specific_energy = q U/(m_active + m_metal)
    stack_specific_energy = q U/sum(m),  stack_energy_density = q U/sum(h)

q is mass loading times specific capacity of the counter electrode, or else the areal capacity of the protocol; U the
average discharge voltage of the counter electrode. A stack is metal, counter electrode, every layer, and the [inactive]
parts; what is not known is refused by its name and never left out.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...design import join
from ...laws import (
    gibbs_energy,
    reaction_voltage,
    stack_energy_density,
    stack_specific_energy,
    theoretical_capacity,
    theoretical_specific_energy,
)
from ..reading.layers import by_law, layer_thickness
from ..reading.stack import inactive, metal_mass, sides, stack_masses


def _of(material: str, name: str) -> str:
    """Return the path of a property of a material."""
    return join(["material", material, "properties", name])


# --- the reaction


def _product(read: Reader) -> str:
    if not read.has("reaction"):
        raise Refuse("the design names no reaction, [reaction]")
    return read.word("reaction.product")


def _electrons(read: Reader) -> float:
    return float(read.word("reaction.electrons"))


def _reactants(read: Reader) -> dict[str, float]:
    """Return how many of each reactant go into one formula of the product."""
    names = read.names("reaction.reactants")
    return {name: float(read.word(join(["reaction", "reactants", name]))) for name in names}


def _change(read: Reader, name: str) -> float:
    """Return the change of a molar property: the product minus the reactants."""
    used = sum(count * read(_of(material, name)) for material, count in _reactants(read).items())
    return read(_of(_product(read), name)) - used


def _voltage(read: Reader) -> float:
    _product(read)
    if read.has("reaction.reaction_voltage"):
        return read("reaction.reaction_voltage")
    gibbs = by_law(gibbs_energy, _change(read, "formation_enthalpy"), _change(read, "entropy"), read("temperature"))
    voltage = by_law(reaction_voltage, gibbs, _electrons(read))
    if voltage <= 0:
        raise Refuse("the reaction does not run by itself: its Gibbs energy is not below zero")
    return voltage


def _specific_energy(read: Reader) -> float:
    mass = read(_of(_product(read), "molar_mass"))
    return by_law(theoretical_specific_energy, _electrons(read), _voltage(read), mass)


def _basis(read: Reader) -> str:
    """Return the material to whose mass capacities refer."""
    if read.part in ("working", "counter"):
        return (
            read.word(f"{read.part}.material") if read.has(read.part) else _no("this design has no counter electrode")
        )
    if read.part:
        return _no(f"{read.part} is not an electrode; ask about '#working' or '#counter'")
    if read.has("reporting.mass_basis"):
        return read.word("reporting.mass_basis")
    return read.word("counter.material") if read.has("counter") else read.word("working.material")


def _no(why: str) -> str:
    raise Refuse(why)


def _capacity(read: Reader) -> float:
    """Return the theoretical capacity of a material.

    By the reaction where it takes part in it, else by the electrons that one formula takes.
    """
    basis = _basis(read)
    mass = read(_of(basis, "molar_mass"))
    if read.has("reaction"):
        shares = {**_reactants(read), _product(read): 1}
        if basis in shares:
            return by_law(theoretical_capacity, _electrons(read), shares[basis] * mass)
    return by_law(theoretical_capacity, read(_of(basis, "electrons_per_formula")), mass)


def _utilisation(read: Reader) -> float:
    return read("counter.specific_capacity") / _capacity(read)


# --- the cell


def _full(read: Reader) -> None:
    if (kind := read.word("cell")) != "full":
        raise Refuse(f"a {kind} cell stores no energy")


def _charge(read: Reader) -> float:
    """Return the areal capacity of a discharge."""
    if read.has("counter.specific_capacity"):
        return read("counter.mass_loading") * read("counter.specific_capacity")
    return read("protocol.areal_capacity")


def _discharge_voltage(read: Reader) -> float:
    return read("counter.average_discharge_voltage")


def _active_energy(read: Reader) -> float:
    _full(read)
    masses = [metal_mass(read), read("counter.mass_loading")]
    return by_law(lambda q, u: stack_specific_energy(q, u, masses), _charge(read), _discharge_voltage(read))


def _stack_energy(read: Reader) -> float:
    _full(read)
    masses = stack_masses(read)
    return by_law(lambda q, u: stack_specific_energy(q, u, masses), _charge(read), _discharge_voltage(read))


def _stack_density(read: Reader) -> float:
    _full(read)
    layers = [f"interphase.{name}" for name in read.names("interphase")]
    heights = [
        read("working.thickness"),
        read("counter.thickness"),
        *(layer_thickness(read, f"electrolyte.{name}") for name in read.names("electrolyte")),
        *(sides(read, layer) * read(f"{layer}.thickness") for layer in layers),
        *inactive(read, "thickness"),
    ]
    return by_law(lambda q, u: stack_energy_density(q, u, heights), _charge(read), _discharge_voltage(read))


ANSWERS = {
    "reaction_voltage": _voltage,
    "specific_energy": _specific_energy,
    "theoretical_capacity": _capacity,
    "utilisation": _utilisation,
    "active_specific_energy": _active_energy,
    "stack_specific_energy": _stack_energy,
    "stack_energy_density": _stack_density,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Tables of standard values differ: with -364.8 kJ/mol and 83.7 J/(mol K) for Na2S the energy is 1244 and not "
    "1273 Wh/kg, a difference of seven of the standard deviations that the card carries. A stack is counted "
    "without can, tabs and the excess of electrolyte that flooded cells need, and a capacity of one cycle is "
    "taken for that of the cell. To settle this, one would have to weigh all parts of the cell and to measure its "
    "open-circuit voltage over the state of charge."
)

MODELS = (
    Answerer(
        "specific_energy",
        1,
        tuple(ANSWERS),
        _run,
        "standard states, constant enthalpy and entropy of reaction; stacks as assembled, one side of each electrode",
        objection=OBJECTION,
    ),
)

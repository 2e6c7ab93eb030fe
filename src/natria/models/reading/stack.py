"""The masses of a stack per area: metal, counter electrode, every layer, inactive parts.

What is not known is refused by its name and never left out. Not of a stack: can, plungers of a die, springs, tabs.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...answers import Reader, Refuse
from ...design import join
from .layers import first, of_each_phase
from .sulfur import of_material


def stack_masses(read: Reader) -> list[float]:
    """Return the areal masses (kg/m^2) of all parts of a stack."""
    return [
        metal_mass(read),
        _composite(read),
        *_in_pores(read),
        *(_electrolyte(read, f"electrolyte.{name}") for name in read.names("electrolyte")),
        *(_interphase(read, f"interphase.{name}") for name in read.names("interphase")),
        *inactive(read, "areal_mass"),
    ]


def metal_mass(read: Reader) -> float:
    """Return the areal mass of the working electrode, all of it."""
    if read.has("working.mass"):
        return read("working.mass") / read("area")
    if read.has("working.density"):
        return read("working.thickness") * read("working.density")
    return read("working.thickness") * read("working.molar_mass") / read("working.molar_volume")


def _composite(read: Reader) -> float:
    """Return the areal mass of the counter electrode: active material, conductor and binder."""
    if read.has("counter.mass"):
        return read("counter.mass") / read("area")
    active = read.word("counter.material")
    if active in read.names("counter.fractions"):
        share = read(join(["counter", "fractions", active]))
    elif read.has("counter.mass_fraction"):
        share = read("counter.mass_fraction")
    else:
        raise Refuse(f"the counter electrode gives no mass share of {active}: add counter.fractions, or its mass")
    return read("counter.mass_loading") / share


def _in_pores(read: Reader) -> Iterator[float]:
    """Return the areal mass of the liquid in the pores of the counter electrode, where a layer fills them.

    A volume that was filled in counts it already.
    """
    own = "counter.pores"
    if not read.has(f"{own}.filled_by"):
        return
    layer = f"electrolyte.{read.word(f'{own}.filled_by')}"
    if not (read.has(f"{layer}.separator") and _counts_volume(read)):
        yield read(f"{own}.porosity") * _thickness(read) * _density(read, layer)


def _thickness(read: Reader) -> float:
    """Return the thickness of the counter electrode: as given, else from its masses and porosity."""
    if read.has("counter.thickness"):
        return read("counter.thickness")
    dense = sum(
        read(join(["counter", "fractions", name])) / read(of_material(name, "density"))
        for name in read.names("counter.fractions")
    )
    if not dense:
        raise Refuse("the counter electrode gives neither its thickness nor counter.fractions")
    return _composite(read) * dense / (1 - read("counter.pores.porosity"))


def _counts_volume(read: Reader) -> bool:
    return read.has("reporting.electrolyte_volume") and len(read.names("electrolyte")) == 1


def _density(read: Reader, layer: str) -> float:
    return first(read, f"{layer}.properties.density", of_material(read.word(f"{layer}.material"), "density"))


def _electrolyte(read: Reader, layer: str) -> float:
    """Return the areal mass of an electrolyte layer.

    In a separator the liquid that was filled in, or else what its pores hold.
    """
    density = _density(read, layer)
    if not read.has(f"{layer}.separator"):
        return (
            read(f"{layer}.mass") / read("area") if read.has(f"{layer}.mass") else read(f"{layer}.thickness") * density
        )
    thickness, porosity = read(f"{layer}.thickness"), read(f"{layer}.porosity")
    matrix = (1 - porosity) * thickness * read(of_material(read.word(f"{layer}.separator"), "density"))
    if _counts_volume(read):
        return matrix + read("reporting.electrolyte_volume") * density / read("area")
    return matrix + porosity * thickness * density


def sides(read: Reader, layer: str) -> int:
    return 2 if read.word(f"{layer}.on") == "both" else 1


def _interphase(read: Reader, layer: str) -> float:
    by_phase = of_each_phase(read, layer, "density")
    phases = read.names(f"{layer}.phases")
    mixed = set(by_phase) == set(phases)
    density = sum(
        (read(join([*layer.split("."), "phases", phase])) if mixed else 1) * each for phase, each in by_phase.items()
    )
    return sides(read, layer) * read(f"{layer}.thickness") * density


def inactive(read: Reader, what: str) -> Iterator[float]:
    names = read.names("inactive")
    if not names:
        raise Refuse("the design has no [inactive] parts: current collectors belong to a stack")
    return (read(f"inactive.{name}.{what}") for name in names)

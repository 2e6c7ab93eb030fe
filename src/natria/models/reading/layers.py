"""Reading a layer of a design: which part is asked about, how thick it is, what it conducts. No model of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ...answers import Reader, Refuse
from ...design import join
from ...laws import SAME_TEMPERATURE, arrhenius_factor, vft_factor


def layer_asked(read: Reader, *kinds: str) -> str:
    """The path of the layer that the question names, "interphase.bpi"; of the kinds given, or of any."""
    here: list[str] = []
    for kind in kinds or ("interphase", "electrolyte"):
        names = read.names(kind)
        if read.part and read.part in names:
            return f"{kind}.{read.part}"
        here += names
    listed = f"; here: {', '.join(here)}" if here else ""
    raise Refuse(f"ask about a layer, as in 'SYSTEM#LAYER'{listed}")


def by_law(law: Callable[..., ArrayLike], *numbers: float) -> float:
    """The number that a law gives; where it has none its reason becomes the refusal."""
    try:
        return float(np.asarray(law(*numbers)))
    except ValueError as no:
        raise Refuse(str(no)) from None


def first(read: Reader, *paths: str) -> float:
    """The number at the first of these paths where the design knows one."""
    return read(next((path for path in paths if read.has(path)), paths[0]))


def of_each_phase(read: Reader, layer: str, name: str) -> dict[str, float]:
    """A property of a layer: its own (or that of its only material) as that of the layer, else that of each phase."""
    phases = read.names(f"{layer}.phases")
    if read.has(f"{layer}.{name}") or not phases:
        return {layer.rpartition(".")[2]: read(f"{layer}.{name}")}
    return {phase: read(join(["material", phase, "properties", name])) for phase in phases}


def layer_thickness(read: Reader, path: str) -> float:
    """As given, or that of the layer's mass pressed dense: m / (rho A)."""
    if read.has(f"{path}.thickness"):
        return read(f"{path}.thickness")
    return read(f"{path}.mass") / (read(f"{path}.density") * read("area"))


def at_reference(read: Reader, what: str) -> None:
    """A property without a law is known at the temperature of the design only; elsewhere the question is refused."""
    if not read.has("reference_temperature"):
        return
    asked, given = read("temperature"), read("reference_temperature")
    if abs(asked - given) > SAME_TEMPERATURE:
        raise Refuse(f"nothing says how {what} changes with temperature (from {given:.0f} K to {asked:.0f} K)")


def layer_conductivity(read: Reader, path: str) -> float:
    """Conductivity of a layer at the cell's temperature; its law is only asked away from the reference temperature."""
    given = read(f"{path}.ionic_conductivity")
    law = f"{path}.conduction"
    if not read.has(law):
        at_reference(read, f"the conductivity of {path.rpartition('.')[2]}")
        return given
    temperature = read("temperature")
    reference = read(f"{law}.reference_temperature")
    if temperature == reference:
        return given
    match read.law(law):
        case "arrhenius":
            return given * float(arrhenius_factor(read(f"{law}.arrhenius_energy"), temperature, reference))
        case "vft":
            vanishing = read(f"{law}.vft_temperature")
            if min(temperature, reference) <= vanishing:
                raise Refuse("the VFT law holds only above its vanishing temperature")
            return given * float(vft_factor(read(f"{law}.vft_energy"), vanishing, temperature, reference))
        case other:
            raise Refuse(f"no law {other!r} for the conduction of {path}")

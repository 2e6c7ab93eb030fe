"""Reading a layer of a design: which part a question names, how thick it is, properties of its phases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ...answers import Reader, Refuse
from ...design import join


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


def own_or_usual(read: Reader, table: str, name: str) -> float:
    """A property at a table of the design; where the design does not give it, the usual one, an assumption."""
    return first(read, f"{table}.{name}", f"usual.{name}")

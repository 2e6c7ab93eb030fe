"""Reading a layer of a design: the part named by the question, thickness, phase properties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ...answers import Reader, Refuse
from ...design import join
from ...laws.many import plain


def layer_asked(read: Reader, *kinds: str) -> str:
    """Return the path of the layer that the question names, "interphase.bpi".

    `kinds` restricts where it may be.
    """
    here: list[str] = []
    for kind in kinds or ("interphase", "electrolyte"):
        names = read.names(kind)
        if read.part and read.part in names:
            return f"{kind}.{read.part}"
        here += names
    listed = f"; here: {', '.join(here)}" if here else ""
    raise Refuse(f"ask about a layer, as in 'SYSTEM#LAYER'{listed}")


def by_law(law: Callable[..., ArrayLike], *numbers: float) -> float:
    """Return the number of a law; where it has none, its reason becomes the refusal."""
    try:
        found = np.asanyarray(law(*numbers))
    except ValueError as no:
        raise Refuse(str(no)) from None
    number: float = plain(found)
    return number


def first(read: Reader, *paths: str) -> float:
    """Return the number at the first of these paths that the design gives."""
    return read(next((path for path in paths if read.has(path)), paths[0]))


def of_each_phase(read: Reader, layer: str, name: str) -> dict[str, float]:
    """Return a property of a layer, or of each of its phases.

    Its own, or that of its only material, counts as that of the layer.
    """
    phases = read.names(f"{layer}.phases")
    if read.has(f"{layer}.{name}") or not phases:
        return {layer.rpartition(".")[2]: read(f"{layer}.{name}")}
    return {phase: read(join(["material", phase, "properties", name])) for phase in phases}


def layer_thickness(read: Reader, path: str) -> float:
    """Return the thickness as given, or that of the mass pressed dense: m / (rho A)."""
    if read.has(f"{path}.thickness"):
        return read(f"{path}.thickness")
    return read(f"{path}.mass") / (read(f"{path}.density") * read("area"))


def positive_thickness(read: Reader, path: str) -> float:
    """Return the thickness of a layer; refused at zero, where a bare face is meant."""
    if not (thickness := layer_thickness(read, path)) > 0:
        raise Refuse(f"{path}.thickness is {thickness:g} m; expected above zero: give it, or remove [{path}]")
    return thickness


def own_or_usual(read: Reader, table: str, name: str) -> float:
    """Return a property at a table of the design, else the usual value, an assumption."""
    return first(read, f"{table}.{name}", f"usual.{name}")

"""Thickness that a layer reaches in its process, by the law of its design (see `laws.growth`)."""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import GROWTH_LAWS
from ..reading.layers import layer_asked


def _run(read: Reader) -> float:
    growth = f"{layer_asked(read, 'interphase')}.growth"
    if not read.has(growth):
        raise Refuse(f"the design gives no growth law for {read.part}")
    law = GROWTH_LAWS[read.law(growth)]
    parameters = [read(f"{growth}.{name}") for name in law.parameters]
    return float(law.thickness(read(f"{growth}.time"), *parameters))


MODELS = (
    Answerer(
        "layer_growth", 1, ("layer_thickness",), _run, "one law from the start of the process to its end, uniform layer"
    ),
)

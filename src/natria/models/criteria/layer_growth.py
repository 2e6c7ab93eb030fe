"""Thickness that a layer reaches in its process, by the law of its design (see `laws.growth`)."""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import GROWTH_LAWS
from ...laws.many import plain
from ..reading.layers import layer_asked


def _run(read: Reader) -> float:
    growth = f"{layer_asked(read, 'interphase')}.growth"
    if not read.has(growth):
        raise Refuse(f"the design gives no growth law for {read.part}")
    law = GROWTH_LAWS[read.law(growth)]
    parameters = [read(f"{growth}.{name}") for name in law.parameters]
    found: float = plain(law.thickness(read(f"{growth}.time"), *parameters))
    return found


OBJECTION = (
    "A law that is fitted to one thickness is not tested by it. From kumar2020's 3 um after 30 s a linear law "
    "gives 30 um after 300 s and a parabolic one 9.5 um, and the paper reports 35 um. One cross-section is not "
    "the mean of an electrode either. To settle this, one would have to measure the thickness at five times or "
    "more, spread over a factor of a hundred, at two rates of supply."
)

MODELS = (
    Answerer(
        "layer_growth",
        1,
        ("layer_thickness",),
        _run,
        "one law from the start of the process to its end, uniform layer",
        objection=OBJECTION,
    ),
)

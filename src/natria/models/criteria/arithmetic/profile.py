"""Depth of a sputter profile and its rate, from each other: h = r t."""

from __future__ import annotations

from ....answers import Answered, Answerer, Reader, Refuse
from ...reading.layers import layer_asked


def _run(read: Reader) -> Answered:
    layer_asked(read, "interphase", "electrolyte")
    if read.term == "etch_rate":
        time, bound = read.reported("duration")
        if bound is not None:
            raise Refuse("the time of etching is known as a bound only")
        depth, bound = read.reported("length", time=time)
        return Answered(depth / time, bound=bound)
    asked = read.asked("time")
    if asked is None or isinstance(asked, tuple):
        raise Refuse("name the time of etching: a depth belongs to one")
    rate, bound = read.reported("etch_rate")
    return Answered(rate * asked, bound=bound)


MODELS = (
    Answerer(
        "etched_depth",
        1,
        ("length", "etch_rate"),
        _run,
        "one rate at all depths",
        takes=("time",),
        objection=(
            "A rate of sputtering is usually that of a reference such as SiO2; it depends on the beam and on the "
            "phase, so one rate may be wrong by a factor of two within a layer. To settle this, one would have to "
            "measure the depth of craters in the layer itself with a profilometer, after several times of "
            "etching."
        ),
    ),
)

"""Hours from cycles and cycles from hours: t = N 2 q / i.

A number of cycles that a cell has survived is a bound, and so are the hours that follow from it.
"""

from __future__ import annotations

from ....answers import Answered, Answerer, Reader, Refuse

OTHER = {"cycling_time": "cycle_life", "cycle_life": "cycling_time"}


def _run(read: Reader) -> Answered:
    if read.asked("current") is None:
        raise Refuse("name the current: a life belongs to one")
    at = {name: read(f"protocol.{name}") for name in ("areal_capacity", "current")}
    value, bound = read.reported(OTHER[read.term], **at)
    cycle = 2 * at["areal_capacity"] / at["current"]
    return Answered(value * cycle if read.term == "cycling_time" else value / cycle, bound=bound)


MODELS = (
    Answerer(
        "lives",
        1,
        tuple(OTHER),
        _run,
        "half-cycles of equal charge and current, no rests",
        takes=("current",),
        objection=(
            "Hours and cycles restate each other only without rests and at one areal capacity: a rest of 10 min "
            "after each half-cycle of 1 h adds 17 % to the hours. To settle this, one would have to read the time "
            "of each cycle from the record of the cycler."
        ),
    ),
)

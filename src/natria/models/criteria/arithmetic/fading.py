"""Capacities, retention, loss per cycle and utilisation of stated cycles, from each other.

    R_N = q_N / q_1           capacity_retention; or 1 - N d from the loss per cycle d
    d = (1 - R_N) / N         capacity_decay, the mean loss over N cycles of the first capacity
    q_1 = u_1 q_th            specific_capacity; of a later cycle q_1 R_N
    u_N = q_N / q_th          utilisation

All but q_th, the theoretical capacity of the active material (n F / nu M), are reported numbers of the cell.
"""

from __future__ import annotations

from ....answers import Answered, Answerer, Known, Reader, Refuse
from ....design import join
from ....laws import theoretical_capacity
from ....quantity import Bound

UNDER: tuple[str, ...] = (
    "current",
    "temperature",
    "pressure",
    "rate",
    "lower_voltage",
    "upper_voltage",
    "mass_loading",
)
TURNED: dict[str, Bound] = {"at least": "at most", "over": "under", "at most": "at least", "under": "over"}


def _turned(bound: Bound | None) -> Bound | None:
    """Return the bound of a number that falls where another rises."""
    return None if bound is None else TURNED[bound]


def _cycle(read: Reader) -> float:
    cycle = read.asked("cycle")
    if cycle is None or isinstance(cycle, tuple):
        raise Refuse("name one cycle: a capacity belongs to one")
    return cycle


def _exact(known: Known, what: str) -> float:
    """Return a number that is no bound."""
    value, bound = known
    if bound is not None:
        raise Refuse(f"{what} is known as a bound only")
    return value


def _theoretical(read: Reader) -> float:
    """Return the theoretical capacity of the active material, by the reaction or by its electrons."""
    basis = read.word("reporting.mass_basis")
    mass = read(join(["material", basis, "properties", "molar_mass"]))
    if read.has("reaction") and basis in read.names("reaction.reactants"):
        share = float(read.word(join(["reaction", "reactants", basis])))
        return float(theoretical_capacity(float(read.word("reaction.electrons")), share * mass))
    return float(theoretical_capacity(read(join(["material", basis, "properties", "electrons_per_formula"])), mass))


def _retention(read: Reader) -> Answered:
    cycle = _cycle(read)
    if not read.listed("capacity_decay"):
        first = _exact(read.reported("specific_capacity", cycle=1), "the first capacity")
        last, bound = read.reported("specific_capacity", cycle=cycle)
        return Answered(last / first, bound=bound)
    loss, bound = read.reported("capacity_decay", cycle=(1, cycle))
    return Answered(1 - cycle * loss, bound=_turned(bound))


def _decay(read: Reader) -> Answered:
    cycles = read.asked("cycle")
    if not isinstance(cycles, tuple) or cycles[0] != 1:
        raise Refuse("name the cycles from the first to the last over which the loss is counted")
    _, last = cycles
    kept, bound = read.reported("capacity_retention", cycle=last)
    return Answered((1 - kept) / last, bound=_turned(bound))


def _capacity(read: Reader) -> Answered:
    cycle = _cycle(read)
    if cycle == 1:
        used, bound = read.reported("utilisation", cycle=1)
        return Answered(used * _theoretical(read), bound=bound)
    first = _exact(read.reported("specific_capacity", cycle=1), "the first capacity")
    kept, bound = read.reported("capacity_retention", cycle=cycle)
    return Answered(first * kept, bound=bound)


def _utilisation(read: Reader) -> Answered:
    value, bound = read.reported("specific_capacity", cycle=_cycle(read))
    return Answered(value / _theoretical(read), bound=bound)


ANSWERS = {
    "capacity_retention": _retention,
    "capacity_decay": _decay,
    "specific_capacity": _capacity,
    "utilisation": _utilisation,
}


def _run(read: Reader) -> Answered:
    return ANSWERS[read.term](read)


MODELS = (
    Answerer(
        "fading",
        1,
        tuple(ANSWERS),
        _run,
        "capacities, retention and loss of one cell under the same conditions",
        ignores=UNDER,
        takes=("cycle",),
        objection=(
            "The loss per cycle is taken as linear, but capacities fade fast at first, and the first cycle may "
            "hold a loss or an activation that no later one has. Reported numbers may also be those of the best "
            "of several cells. To settle this, one would have to measure the capacity of every cycle of three "
            "cells or more."
        ),
    ),
)

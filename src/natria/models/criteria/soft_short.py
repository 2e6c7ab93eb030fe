"""Current of a symmetric cell that plates nothing, for a soft short beside the ionic cell.

    leaked_share           = g V / i,  V = V_cell(i - g V)      with the conductance g that the design gives
                           = 1 - i_p / i                        without one, from what was seen
    electronic_conductance = (i - i_p) / V_cell(i_p)            that explains what was seen

V_cell(i_p) is the overpotential of `layered_cell` at the current i_p that plates. What was seen is the overpotential
itself (`cell_overpotential` of the working electrode), or the lower current at which the same cell showed the same
overpotential (`equal_overpotential_current`): then i_p is that current, and the share follows without any resistance.
`coulombic_efficiency` of a full cell: (1 - g V/i) / (1 + g V/i), V its average voltage.

The other reading of an overpotential that falls as the current rises is a cell that changes: it warms, its area grows.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import charge_efficiency_with_short, conductance_of_short, leaked_share
from ..reading.layers import by_law
from .layered_cell import PATH as GIVEN
from .layered_cell import cell_overpotential, cell_overpotential_at, ensure_symmetric

SEEN = "working.cell_overpotential"
EQUAL = "working.equal_overpotential_current"


def _root(low: float, high: float, excess: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    return float(brentq(excess, low, high))


def _plating_as_seen(read: Reader) -> float:
    """Return the current at which the ionic cell alone has the overpotential that was seen."""
    if read.has(EQUAL):
        return read(EQUAL)
    applied, seen = read("protocol.current"), read(SEEN)
    if cell_overpotential_at(read, applied) < seen:
        raise Refuse("the cell loses less than was seen by this design: no electronic path explains it")
    return _root(0.0, applied, lambda i: cell_overpotential_at(read, i) - seen)


def _conductance(read: Reader) -> float:
    ensure_symmetric(read)
    plating = _plating_as_seen(read)
    return by_law(conductance_of_short, read("protocol.current"), plating, cell_overpotential_at(read, plating))


def _share(read: Reader) -> float:
    ensure_symmetric(read)
    applied = read("protocol.current")
    if read.has(GIVEN):
        return by_law(leaked_share, read(GIVEN), cell_overpotential(read), applied)
    plating = _plating_as_seen(read)
    if plating > applied:
        raise Refuse("the same overpotential was seen at a higher current: nothing has leaked")
    return 1 - plating / applied


def _efficiency(read: Reader) -> float:
    if (kind := read.word("cell")) != "full":
        raise Refuse(f"holds for full cells; this one is {kind}")
    voltage = read("counter.average_discharge_voltage")
    return by_law(charge_efficiency_with_short, read(GIVEN), voltage, voltage, read("protocol.current"))


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "leaked_share": _share,
    GIVEN: _conductance,
    "coulombic_efficiency": _efficiency,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "A path through dendrites is not ohmic and not steady: it burns off and grows again, and the noise of the "
    "voltage shows it. A cell whose faces roughen or whose liquid warms has the same sign of effect without any "
    "path. To settle this, one would have to measure the sodium that was moved, by stripping it into a known host "
    "or by the loss of weight, or the impedance at rest: an electronic path has a resistance at zero frequency, a "
    "working cell has that of its salt."
)

MODELS = (
    Answerer(
        "soft_short",
        1,
        tuple(ANSWERS),
        _run,
        "an ohmic path that does not change, steady state; no heating, no roughening, no depletion of salt",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)

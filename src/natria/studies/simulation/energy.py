"""Energy of the first discharge of the simulated full cell over the mass of its stack.

    w = int(U i dt)/sum(m)      stack_discharge_energy

m are the areal masses of metal, counter electrode, every layer and the [inactive] parts, as in `specific_energy`; the
voltage is that of the simulation and no average that the design gives.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...models.cell import prepared_from
from ...models.cell.prepare import VALID, VERSION
from ...models.reading.contact import at_reference_pressure
from ...models.reading.stack import stack_masses
from .full_cell import CATHODES, OBJECTION, SUBJECT, first_cycles
from .halves import first_discharge

NAME = "full_cell_energy"


def stack_discharge_energy(read: Reader) -> float:
    """Return the energy of the first discharge per mass of the stack, J/kg."""
    if read.word("cell") != "full":
        raise Refuse("this is about full cells")
    at_reference_pressure(read)
    mass = sum(stack_masses(read))
    prepared = prepared_from(read, SUBJECT)
    rows, _, stopped = first_cycles(prepared)
    return first_discharge(prepared, rows, stopped).energy / mass


FULL_CELL_ENERGY = Answerer(
    NAME,
    VERSION + CATHODES,
    ("stack_discharge_energy",),
    stack_discharge_energy,
    f"{VALID}; without can, plungers, springs and tabs",
    cost="seconds",
    objection=OBJECTION,
)

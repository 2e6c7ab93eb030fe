"""Share of an element in the atoms of a layer, from its phases: x_e = sum n_k c_ke / sum n_k c_k.

n_k = f_k / V_k moles of phase k in a volume, c_ke atoms of e in its formula. Hydrogen is not counted: XPS does not see
it. The element is the part that is asked about, as in 'SYSTEM#N'.
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....laws import atoms
from ...reading.solids import is_of_sheets, phases_of, property_of

UNSEEN = "H"


def _run(read: Reader) -> float:
    element = read.part
    if element not in (atoms(element) or {}):
        raise Refuse("ask about an element, as in 'SYSTEM#N'")
    layers = read.names("interphase")
    if len(layers) != 1:
        raise Refuse("the design needs exactly one interphase with its phases")
    if is_of_sheets(read, f"interphase.{layers[0]}"):
        raise Refuse("the phases lie in sheets: a share of an element belongs to a depth, not to the whole layer")
    wanted, total = 0.0, 0.0
    for phase, share in phases_of(read, f"interphase.{layers[0]}").items():
        formula = atoms(phase)
        if formula is None:
            raise Refuse(f"{phase} is no chemical formula")
        moles = share / read(property_of(phase, "molar_volume"))
        wanted += moles * sum(number for one, number in formula.items() if one == element)
        total += moles * sum(number for one, number in formula.items() if one != UNSEEN)
    return wanted / total


MODELS = (
    Answerer(
        "composition",
        1,
        ("atomic_fraction",),
        _run,
        "a uniform mixture of stated phases; hydrogen not counted",
        objection=(
            "XPS quantifies to about 10 %, and a uniform mixture of the measured N and O is not the layer: the "
            "depth profile of kumar2020 has the nitrogen in the top 10 to 15 nm. Phases that are amorphous or not "
            "named are left out. To settle this, one would have to measure the composition through the whole "
            "thickness, with standards of the phases."
        ),
    ),
)

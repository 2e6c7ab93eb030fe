"""Critical current of stripping above which voids stay, if vacancies only diffuse away.

    i = F D_self S/(V_m L)

Fick's law for vacancies in the metal: S is their excess at the face over those at equilibrium, L the distance to where
they vanish. Both are assumed, and the answer is in proportion to S/L, so it is an order of magnitude. Discussed for
lithium by Krauskopf et al., ACS Appl. Mater. Interfaces 11, 14463 (2019). No stack pressure: `creep_limit` and
`pressure_line` answer the same question by it. A limit of stripping; cracks are one of plating.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import vacancy_limited_current
from ..reading.conduction import at_reference
from ..reading.layers import by_law, own_or_usual
from ..reading.solids import RAMP, solid_at_working


def _run(read: Reader) -> float:
    solid_at_working(read)
    at_reference(read, "the self-diffusion of the metal")
    excess = own_or_usual(read, "working", "vacancy_supersaturation")
    path = own_or_usual(read, "working", "vacancy_path")
    diffusivity, volume = read("working.self_diffusivity"), read("working.molar_volume")
    return by_law(vacancy_limited_current, diffusivity, excess, volume, path)


OBJECTION = (
    "The answer is in proportion to S/L, and both are guesses. With 1 and 10 um it is sixty times the critical "
    "current that chi2022 reports at 60 C, so it either is no limit of that cell or the path is hundreds of "
    "micrometres. The face is taken as even and the metal as unpressed, where the cell has 7 MPa. To settle this, "
    "one would have to measure the potential of the stripped electrode against time at no pressure, at currents "
    "above and below the limit."
)

MODELS = (
    Answerer(
        "void_limit",
        1,
        ("critical_current_density",),
        _run,
        "steady state, diffusion of vacancies alone, even face; no creep, no stack pressure",
        (*RAMP, "pressure"),
        objection=OBJECTION,
    ),
)

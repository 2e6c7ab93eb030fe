"""Conductivity and limiting current of a porous film whose pores hold the electrolyte.

    ionic_conductivity            = kappa / N_M + sigma_solid               pores and solid in parallel
    macmullin_number              = as given, or eps^-b where the design gives the exponent b
    film_limiting_current_density = F D c0 / (N_M t_a h)                    the film alone, c0 at its outside

A film that conducts by the liquid in its pores has the salt's limits: its limiting current falls with its thickness as
its conductance does, J_lim/(conductance) = F D c0/(t_a kappa), a voltage of the liquid alone. `salt_depletion` answers
for films and separator in series. Solid that conducts as well carries current that depletes no salt: the limit is that
of the current through the pores, so it is a lower one. Sources in `laws.transport.porous`.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import film_limiting_current
from ..reading.films import filling_of, film_conductivity, macmullin_of_film
from ..reading.layers import by_law, layer_asked, layer_thickness
from ..reading.salt import anion_share


def _limit(read: Reader, film: str) -> float:
    liquid = filling_of(read, film)
    return by_law(
        film_limiting_current,
        read(f"{liquid}.salt_diffusivity"),
        read(f"{liquid}.salt_concentration"),
        anion_share(read, liquid),
        layer_thickness(read, film),
        macmullin_of_film(read, film),
    )


ANSWERS: dict[str, Callable[[Reader, str], float]] = {
    "ionic_conductivity": film_conductivity,
    "macmullin_number": macmullin_of_film,
    "film_limiting_current_density": _limit,
}


def _run(read: Reader) -> float:
    film = layer_asked(read, "interphase")
    if not filling_of(read, film):
        raise Refuse(f'{read.part} is dense: write filled_by = "ELECTROLYTE LAYER" where a liquid fills its pores')
    return ANSWERS[read.term](read, film)


OBJECTION = (
    "Pores of a film are not alike through it, and a crack that reaches the metal carries current as many pores "
    "do. The exponent of pores in a dense film is not 3/2 but often above 2; the limit does not depend on it "
    "where the MacMullin number is fitted to a conductance. A solid that conducts takes over where the salt is "
    "used up, so the limit is one of the pores, and the cell can be driven beyond it at a higher voltage. To "
    "settle this, one would have to measure the overpotential of a layer against the concentration of the salt: "
    "that of a dense layer does not change."
)

MODELS = (
    Answerer(
        "porous_film",
        1,
        tuple(ANSWERS),
        _run,
        "pores all filled and alike through the film; one binary salt, no convection, constant D and t+",
        ("current", "areal_capacity", "thickness", "pressure"),
        objection=OBJECTION,
    ),
)

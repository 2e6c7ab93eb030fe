"""Limiting current, Sand's time, and time to salt depletion in a finite gap.

J_lim = 2 F D_eff c0 / (t_a L), Sand's tau = pi D' (c0 F / 2 J t_a)^2 with D' = porosity x D_eff, and the series
solution for a finite gap (see `laws.transport`). At or below J_lim the salt is never used up, so both times are refused
there with J/J_lim in the reason; a single-ion conductor has none of the three. Where the liquid fills porous films of
the interphase as well, the limiting current is that of films and separator in series, and both times are refused.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import depletion_time, sand_time
from ..reading.salt import (
    above_the_limit,
    anion_share,
    ensure_one_section,
    limiting_current,
    limiting_current_ratio,
    pores,
    salt_layer,
    salt_supply,
)


def _sand(read: Reader) -> float:
    above_the_limit(read)
    layer = salt_layer(read)
    ensure_one_section(read, layer)
    macmullin, porosity = pores(read, layer)
    diffusivity = porosity * read(f"{layer}.salt_diffusivity") / macmullin
    return sand_time(
        read("protocol.current"), diffusivity, read(f"{layer}.salt_concentration"), anion_share(read, layer)
    )


def _depletion(read: Reader) -> float:
    above_the_limit(read)
    supply = salt_supply(read)
    return depletion_time(read("protocol.current"), supply.limiting, supply.relaxation)


ANSWERS = {
    "limiting_current_density": limiting_current,
    "limiting_current_ratio": limiting_current_ratio,
    "sand_time": _sand,
    "salt_depletion_time": _depletion,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "One binary salt with a constant diffusivity, a constant transference number and no convection is assumed. "
    "The limiting current is in proportion to 1/N_M, so the separators that a paper does not name, with MacMullin "
    "numbers from 5 to 10, leave a factor of two in any comparison with 50 mA/cm^2. A porous layer on the sodium "
    "has a limiting current of its own. To settle this, one would have to measure the limiting current by a step "
    "of voltage in the same separator and liquid."
)

MODELS = (
    Answerer(
        "salt_depletion",
        1,
        tuple(ANSWERS),
        _run,
        "one binary salt, planar, no convection, constant D and t+, faces uniform",
        ("areal_capacity", "thickness"),
        objection=OBJECTION,
    ),
)

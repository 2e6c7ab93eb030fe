"""Growth velocity of ramified deposits after salt depletion, and the time to cross the gap.

    v = t_a J/(F c),  t = L/v

Chazalviel, Phys. Rev. A 42, 7355 (1990): the tips follow the anions, which drift away from the plating face. Only above
the limiting current and after Sand's time (`salt_depletion`), so a current at or below J_lim is refused with its ratio.
In pores c is per volume of the separator, porosity times that of the liquid. Straight on, without mechanics: whether a
separator stops the deposit is another question.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import gap_crossing_time, ramified_growth_velocity
from ..reading.layers import by_law
from ..reading.salt import above_the_limit, anion_share, ensure_one_section, pores, salt_layer


def _velocity(read: Reader) -> float:
    above_the_limit(read)
    layer = salt_layer(read)
    ensure_one_section(read, layer)
    _, porosity = pores(read, layer)
    salt = porosity * read(f"{layer}.salt_concentration")
    return by_law(ramified_growth_velocity, read("protocol.current"), salt, anion_share(read, layer))


def _crossing(read: Reader) -> float:
    velocity = _velocity(read)
    return by_law(gap_crossing_time, read(f"{salt_layer(read)}.thickness"), velocity)


ANSWERS = {"dendrite_velocity": _velocity, "gap_crossing_time": _crossing}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The law is of a free, dilute solution above its limiting current. Deposits in a separator grow round its "
    "pores, and the cells in which shorts are reported here lie below the limit by the numbers at hand, where the "
    "law says nothing. To settle this, one would have to measure the time from depletion to the short in a cell "
    "with a window."
)

MODELS = (
    Answerer(
        "space_charge",
        1,
        tuple(ANSWERS),
        _run,
        "one dilute binary salt, not stirred, far above the limiting current; tips straight on, no mechanics",
        ("areal_capacity", "thickness"),
        objection=OBJECTION,
    ),
)

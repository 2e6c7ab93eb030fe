"""A design to the losses of an electrode: [counter.ageing], each loss absent where it is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .....answers import Reader, Refuse
from ....reading.conduction import at_reference
from ...cell import Ageing
from ..deep import DeepConversion, DeepInsertion
from ..insertion import Insertion
from ..sulfur import Conversion

LOSSES = ("contact_loss_per_cycle", "polysulfide_loss_rate", "irreversible_share")  # in the order of `Ageing`
NEEDS: dict[str, tuple[Callable[[Any], bool], str]] = {  # loss -> of which chemistries it can be one
    "contact_loss_per_cycle": (
        lambda c: isinstance(c, Conversion | Insertion),
        "an electrode that converts or inserts",
    ),
    "polysulfide_loss_rate": (lambda c: isinstance(c, Conversion) and c.has_sulfur, "a sulfur electrode"),
    "irreversible_share": (
        lambda c: isinstance(c, Conversion) and c.electrolyte is not None,
        "a composite whose electrolyte reacts ([counter.conversion.electrolyte])",
    ),
}


def ageing_of(read: Reader, table: str, chemistry: Any) -> Ageing | None:
    """Return the losses of the electrode at `table`; None without any. No rate depends on temperature."""
    own = f"{table}.ageing"
    given = [read.has(own) and read.has(f"{own}.{name}") for name in LOSSES]
    if not any(given):
        return None
    at_reference(read, f"the ageing of the {table} electrode")
    if isinstance(chemistry, DeepConversion | DeepInsertion):
        raise Refuse(
            f"losses and a depth of an electrode are not simulated together, for each part of the depth would lose by "
            f"what passes there: leave out [{own}] or [{table}.depth]"
        )
    for name, there in zip(LOSSES, given, strict=True):
        fits, of = NEEDS[name]
        if there and not fits(chemistry):
            raise Refuse(f"{own}.{name} is a loss of {of}, and the {table} electrode is none")
    return Ageing(*(read(f"{own}.{name}") if there else 0.0 for name, there in zip(LOSSES, given, strict=True)))

"""Whether the products of a phase against sodium block electrons: derived from data of the products.

A reaction goes on through products that conduct both electrons and sodium, and ends behind products that block
electrons. A metal conducts; a solid conducts with a gap below one that is given as an assumption. Without a conducting
product, one product without a datum leaves the answer `unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Conduction = Literal["conducts", "blocks", "unknown"]


@dataclass(frozen=True)
class ElectronDatum:
    """What is known of the electrons of a phase: a metal, or a gap (J), with its source."""

    is_metal: bool = False
    gap: float | None = None
    source: str = ""

    def conduction(self, blocking_gap: float) -> Conduction:
        """Return whether it conducts electrons, given the gap from which a solid blocks (J)."""
        if self.is_metal:
            return "conducts"
        if self.gap is None:
            return "unknown"
        return "blocks" if self.gap >= blocking_gap else "conducts"


@dataclass(frozen=True)
class Passivation:
    """The verdict on a set of products, with that on each."""

    verdict: Literal["blocks electrons", "conducts electrons", "unknown"]
    products: Mapping[str, Conduction]


def passivation(products: Iterable[str], known: Mapping[str, ElectronDatum], blocking_gap: float) -> Passivation:
    """Return whether a layer of these products ends its own growth.

    One conducting product is enough for electrons to pass, if it percolates; that is not known here, so the layer
    counts as conducting.
    """
    found = {one: known.get(one, ElectronDatum()).conduction(blocking_gap) for one in products}
    if "conducts" in found.values():
        return Passivation("conducts electrons", found)
    return Passivation("unknown" if "unknown" in found.values() or not found else "blocks electrons", found)

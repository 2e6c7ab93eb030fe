"""Inputs of electrons as a field: conductivities, nucleation; and their numbers for kernels."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from ....quantity import ModelError

if TYPE_CHECKING:
    from ..start import Nucleus

ELECTRON_FLOOR = 1e-10  # of the conductivity of the metal: nothing flows there that counts


@dataclass(frozen=True)
class Nucleation:
    """Sites at which metal appears without metal being there, above an overpotential (V, positive)."""

    overpotential: float
    sites: tuple[Nucleus, ...]
    above: float = 0.0  # m, height below which no nucleus forms: the top of a dense layer

    def __post_init__(self) -> None:
        if not (isfinite(self.overpotential) and self.overpotential >= 0):
            raise ModelError(
                f"a nucleation overpotential of {self.overpotential:g} V", "give a finite number, 0 or more"
            )
        if not self.sites:
            raise ModelError("nucleation without a site", "give at least one, or no nucleation")


@dataclass(frozen=True)
class Electrons:
    """Conductivities of electrons (S/m): of the metal, and of the layer; the electrolyte has none.

    The conductivity of the metal is a numerical one: large enough that its ohmic drop is negligible. That of a real
    metal is 1e7 times that of an electrolyte and would only make the equations stiff.
    """

    metal: float
    layer: float = 0.0
    nucleation: Nucleation | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.metal) and self.metal > 0):
            raise ModelError(f"a metal that conducts electrons with {self.metal:g} S/m", "give a finite number above 0")
        if not (isfinite(self.layer) and 0 <= self.layer <= self.metal):
            raise ModelError(
                f"a layer that conducts electrons with {self.layer:g} S/m",
                f"give 0 up to the conductivity of the metal, {self.metal:g} S/m",
            )


class ElectronNumbers(NamedTuple):
    """Conductivities over dx^2, S/m^3."""

    metal: float
    layer: float
    floor: float


def electron_numbers(given: Electrons, spacing: float) -> ElectronNumbers:
    """Return the numbers of a run."""
    over = 1 / spacing**2
    return ElectronNumbers(given.metal * over, given.layer * over, ELECTRON_FLOOR * given.metal * over)

"""What a user says of the peaks of a spectrum: places, assignments, what binds them, background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .specification import PeakGuess


@dataclass(frozen=True)
class PeakPlan:
    """Peaks in the unit of the axis (eV, 1/cm, ppm), with what a user knows of the species.

    `sensitivities` are what one atom of a species gives of signal; where all peaks have one, shares of the area are
    shares of atoms. `bridges` are the bridging anions of a network former in each species, `reacted` the share of the
    monomer that has reacted in it. Empty fields are not given.
    """

    guesses: tuple[PeakGuess, ...] = ()
    background: str = ""
    anchors: tuple[float, ...] = ()
    window: tuple[float, float] | None = None
    lorentzian: float | None = None
    noise: str = ""  # "white" or "counts"
    shift: float = 0.0  # added to the axis
    region: str = ""
    nucleus: str = ""
    sensitivities: Mapping[str, float] = field(default_factory=dict)
    bridges: Mapping[str, float] = field(default_factory=dict)
    reacted: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_of_atoms(self) -> bool:
        """Whether every peak has a sensitivity, so that shares are shares of atoms."""
        return bool(self.guesses) and all(one.name in self.sensitivities for one in self.guesses)

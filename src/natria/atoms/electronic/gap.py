"""The gap between bands by counting electrons: no Fermi level and no smearing decide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..calculators.evaluate import EV
from .states import States

SAME = 1e-3 * EV  # J: a direct gap this close to the least is the least


@dataclass(frozen=True, eq=False)
class BandGap:
    """The edges of filled and empty bands over all k-points. `width` is below zero where bands overlap."""

    valence: float  # J, the highest filled energy
    conduction: float  # J, the lowest empty one
    valence_at: np.ndarray
    conduction_at: np.ndarray
    direct: float  # J, the least gap at one k-point
    direct_at: np.ndarray

    @property
    def width(self) -> float:
        """The lowest empty energy less the highest filled one, J."""
        return self.conduction - self.valence

    @property
    def is_metal(self) -> bool:
        """Whether filled and empty bands touch or overlap."""
        return self.width <= SAME

    @property
    def is_direct(self) -> bool:
        """Whether the least gap at one k-point is the gap."""
        return self.direct - self.width <= SAME


def band_gap(states: States) -> BandGap:
    """Return min(first empty band) - max(last filled band), with N electrons in bands of two or of one."""
    top, bottom = states.top, states.bottom
    valence, conduction = int(np.argmax(top)), int(np.argmin(bottom))
    direct = int(np.argmin(bottom - top))
    return BandGap(
        float(top[valence]),
        float(bottom[conduction]),
        states.kpoints[valence],
        states.kpoints[conduction],
        float(bottom[direct] - top[direct]),
        states.kpoints[direct],
    )

"""Which half-cycles end at a cut-off of the voltage, and what that says: a half cell is stripped until it has no more.

On a foil without sodium (Na|Cu, Na|Al) stripping ends with a steep rise of the voltage, as the sodium is gone; plating
ends when the charge is through, at a flat voltage. So the direction that never ends at the cut-off is the plating one,
whichever way the cell was wired and whatever the cycler calls charge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..half_cycles import HalfCycles

STEEP = 2.5  # times the mid |V|: an arc of a symmetric cell that still works stays below
RISE = 0.05  # V above the mid |V|: below it a rise may be an offset or a temperature
SHARED = 0.1  # of a cut-off: ends closer than this are at the same cut-off
OTHER = 0.2  # of the ends: a cell that rises in both directions this often is no half cell
ODD = 0.05  # of the half-cycles: spikes
TAIL = 8  # readings at the end among which the highest is looked for: some instruments write one more after the cut


@dataclass(frozen=True, eq=False)
class Cutoff:
    """`ends` by half-cycle: whether it ended at the cut-off. `sign` is the current's that ends there, 0 where none
    or both do."""

    ends: np.ndarray
    peak: np.ndarray  # V along the current at the end of each half-cycle, by half-cycle
    voltage: float  # of the cut-off, nan without one
    sign: int

    @property
    def plating_sign(self) -> int:
        """The sign of the current that plates a half cell; 0 where it cannot be told."""
        return -self.sign


def cutoff(voltage: np.ndarray, halves: HalfCycles) -> Cutoff:
    """The cut-off that half-cycles of one direction end at."""
    peak = np.array([_peak(voltage, halves, k) for k in range(len(halves))])
    usual = np.abs(halves.voltage_mid)
    steep = (peak > STEEP * usual) & (peak > usual + RISE)
    rises = {sign: int((steep & (halves.sign == sign)).sum()) for sign in (1, -1)}
    sign = 1 if rises[1] > rises[-1] else -1
    if not steep.any() or rises[-sign] > OTHER * rises[sign]:
        return Cutoff(np.zeros(len(halves), bool), peak, float("nan"), 0)
    along = halves.sign == sign
    level = float(np.median(peak[steep & along]))
    if np.mean(peak[along] > (1 + SHARED) * level) > ODD:  # nothing goes past a cut-off
        return Cutoff(np.zeros(len(halves), bool), peak, float("nan"), 0)
    # A strip of a nearly empty foil has a high mid |V| itself: the shared cut-off recognises its end.
    return Cutoff((steep | (peak > (1 - SHARED) * level)) & along, peak, level, sign)


def _peak(voltage: np.ndarray, halves: HalfCycles, k: int) -> float:
    """The highest V along the current among the last readings of a half-cycle."""
    first, stop, sign = int(halves.first[k]), int(halves.stop[k]), halves.sign[k]
    low = max(first, stop - TAIL)
    flowing = halves.on[low:stop] == sign
    return float(np.max(sign * voltage[low:stop][flowing], initial=-np.inf))

"""Detection of the cut-off voltage of one direction, and of the plating direction.

The half-cycles of that direction end at the cut-off voltage.

On a foil without sodium (Na|Cu, Na|Al), stripping ends with a steep rise of the voltage when the sodium is used up;
plating ends at a flat voltage when its charge has passed. The direction that does not end at the cut-off is therefore
plating, independent of the wiring and of what the cycler calls charge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ....record import Recording
from ..charge.switches import lacks_end_readings
from ..half_cycles import HalfCycles

STEEP = 2.5  # times the mid |V|: the arc of a working symmetric cell stays below
RISE = 0.05  # V above the mid |V|: a smaller rise may come from an offset or the temperature
SHARED = 0.1  # of a cut-off: ends closer than this share one cut-off
OTHER = 0.2  # of the ends: a cell that rises in both directions this often is not a half cell
ODD = 0.05  # of the half-cycles: spikes
BEGUN = 0.1  # of the mid |V|: rise in the last interval before a cut-off that no reading shows
CLEAR = 10.0  # times the usual change from reading to reading
FEW = 12  # readings of a half-cycle, for its usual change
COMPLETE = 0.8  # of the charge plated before: stripped in a formation cycle
LEAST = 8  # half-cycles of an Aurbach test
TAIL = 8  # last readings searched for the peak, as some instruments write a reading after the cut-off


@dataclass(frozen=True, eq=False)
class Cutoff:
    """The cut-off voltage of the half-cycles of one direction.

    `ends`: half-cycles that end at it; `sign`: their current sign, 0 for none or both directions.
    """

    ends: np.ndarray
    peak: np.ndarray  # V along the current at the end of each half-cycle
    voltage: float  # V: cut-off, nan without one
    sign: int

    @property
    def plating_sign(self) -> int:
        """Sign of the current that plates a half cell; 0 if unknown."""
        return -self.sign


def cutoff(voltage: np.ndarray, halves: HalfCycles, *, open_ends: bool = False) -> Cutoff:
    """Return the cut-off voltage at which half-cycles of one direction end.

    With `open_ends` no reading is written when a step ends, so the last one lies anywhere on the rise to the cut-off:
    a half-cycle ends at it if the rise has begun, and the voltage is the highest one seen.
    """
    peak = np.array([_peak(voltage, halves, k) for k in range(len(halves))])
    usual = np.abs(halves.voltage_mid)
    steep = (peak > STEEP * usual) & (peak > usual + RISE)
    if open_ends:
        steep |= np.array([_has_begun(voltage, halves, k) for k in range(len(halves))], bool)
    rises = {sign: int((steep & (halves.sign == sign)).sum()) for sign in (1, -1)}
    sign = 1 if rises[1] > rises[-1] else -1
    none = Cutoff(np.zeros(len(halves), bool), peak, float("nan"), 0)
    if not steep.any() or rises[-sign] > OTHER * rises[sign]:
        return none
    along = halves.sign == sign
    if open_ends:
        return Cutoff(steep & along, peak, float(np.max(peak[steep & along])), sign)
    level = float(np.median(peak[steep & along]))
    if np.mean(peak[along] > (1 + SHARED) * level) > ODD:  # no half-cycle exceeds a cut-off
        return none
    # Stripping a nearly empty foil has a high mid |V| itself: its end is recognised by the shared cut-off.
    return Cutoff((steep | (peak > (1 - SHARED) * level)) & along, peak, level, sign)


def ends_at_cutoff(recording: Recording, halves: HalfCycles) -> Cutoff:
    """Return the cut-off of a recording, whether its steps end with a reading or between two."""
    if not lacks_end_readings(recording.time, halves):
        return cutoff(recording.voltage, halves)
    found = cutoff(recording.voltage, halves, open_ends=True)
    return replace(found, ends=found.ends | _before_reservoirs(halves, found.sign))


def _before_reservoirs(halves: HalfCycles, sign: int) -> np.ndarray:
    """Mask of the strips, nearly complete, before a plating that is larger than the strip after it.

    An Aurbach test begins there; its formation was stripped to the cut-off, also if no reading shows it.
    """
    mask, charge = np.zeros(len(halves), bool), halves.charge
    if not sign or len(halves) < LEAST:
        return mask
    plated, stripped, reservoir, next_strip = charge[:-3], charge[1:-2], charge[2:-1], charge[3:]
    nearly = (stripped > COMPLETE * plated) & (stripped < plated)
    mask[1:-2] = (halves.sign[1:-2] == sign) & nearly & (reservoir > (1 + SHARED) * next_strip)
    return mask


def _has_begun(voltage: np.ndarray, halves: HalfCycles, k: int) -> bool:
    """Whether the voltage of a half-cycle rises in its last interval as it did in none before."""
    along = halves.sign[k] * voltage[halves.rows(k)]
    if len(along) < FEW:
        return False
    steps = np.diff(along[len(along) // 2 :])
    usual = float(np.median(np.abs(steps)))
    return bool(steps[-1] > max(BEGUN * abs(halves.voltage_mid[k]), CLEAR * usual) and steps[-1] >= steps.max())


def _peak(voltage: np.ndarray, halves: HalfCycles, k: int) -> float:
    """Highest V along the current among the last readings of a half-cycle."""
    first, stop, sign = int(halves.first[k]), int(halves.stop[k]), halves.sign[k]
    low = max(first, stop - TAIL)
    flowing = halves.on[low:stop] == sign
    return float(np.max(sign * voltage[low:stop][flowing], initial=-np.inf))

"""Error of the charge of a half-cycle: the systematic part (current offset) and the random part.

A current offset I_off changes the charge of every half-cycle by I_off t. The error is common to all cycles: an
efficiency, in which plating and stripping change in opposite directions, is off by about 2 I_off / I in every cycle,
and averaging does not reduce it. The offset is the current read at rest, unless the instrument writes zero there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np

from ...quantity import Finding
from ..results import Cycling
from ..specimen import finding_of
from .half_cycles import REST

SETTLE = 2  # readings at each end of a rest that may still average over the switching of the current
ALIKE = 0.03  # relative: steps of one programmed duration differ by less
FEW = 3  # fewest steps of one programmed duration from which its scatter is estimated
ENOUGH = 10  # fewest readings at rest for an offset


@dataclass(frozen=True)
class Offset:
    """Current offset. `std` is its standard uncertainty about zero (A), None if unknown."""

    std: float | None
    why: str
    finding: Finding | None = None

    @property
    def uses(self) -> tuple[Finding, ...]:
        return () if self.finding is None else (self.finding,)

    def shift(self, per_ampere: float) -> float:
        """Return the systematic error of a number with this sensitivity (per ampere of offset)."""
        return 0.0 if self.std is None else abs(per_ampere) * self.std

    def describe(self, per_ampere: float) -> str:
        """Return the systematic error of an efficiency in words; `per_ampere` is its sensitivity."""
        if self.std is None:
            return f"{self.why}; an offset of 1 uA would shift each efficiency by {abs(per_ampere) * 1e-4:.2g} %"
        return f"systematic {self.shift(per_ampere):.2g} from a current offset of {self.std * 1e6:.3g} uA ({self.why})"


def offset(cycling: Cycling, given: Finding | float | None = None) -> Offset:
    """Return the current offset: the given one (a finding, or A), or the mean current at rest.

    The offset is not subtracted, as the meter may use another range at rest than under current.
    """
    if isinstance(given, Finding):
        return Offset(hypot(given.plain, given.std or 0.0), "offset given", given)
    if given is not None:
        return Offset(abs(given), "offset given")
    recording = cycling.recording
    current, still = recording.current, _at_rest(cycling)
    if still.sum() < ENOUGH:
        return Offset(None, f"current offset unknown: fewer than {ENOUGH} readings at rest")
    if not current[still].any():
        return Offset(None, "current offset unknown: the instrument writes zero current at rest")
    mean = float(current[still].mean())
    spread = float(current[still].std() / np.sqrt(still.sum()))
    method = f"mean current of {still.sum()} readings at rest, excluding {SETTLE} at each end of a rest"
    read = finding_of(recording, cycling.specimen, "offset_current", mean, {}, method=method, std=spread)
    return Offset(hypot(mean, spread), "offset read at rest, not subtracted", read)


def charge_std(cycling: Cycling) -> np.ndarray:
    """Return the random error of the charge (C) of each half-cycle, from current noise and switching time.

    With readings of weight w and noise s, and the timing error t:  var(Q) = s^2 sum(w^2) + (I t)^2.
    """
    halves, recording = cycling.halves, cycling.recording
    noise = np.array([_noise(recording.current[halves.rows(k)]) for k in range(len(halves))])
    spent = np.array([np.sqrt((halves.weight[halves.rows(k)] ** 2).sum()) for k in range(len(halves))])
    return np.asarray(np.hypot(noise * spent, halves.current * _timing(cycling)))


def _timing(cycling: Cycling) -> np.ndarray:
    """Return the uncertainty (s) of the switching time of each half-cycle.

    The current is switched at an unknown time in the interval before the first reading, unless the instrument writes a
    reading when a step ends. In that case steps of one programmed duration come out equal, and their scatter is the
    error. The direction with less scatter is used, as the other may end at a voltage.
    """
    halves = cycling.halves
    if not len(halves):
        return np.zeros(0)
    lead = (cycling.recording.time[halves.first] - halves.start) / np.sqrt(12)
    seen = []
    for sign in (1, -1):
        length = halves.duration[halves.sign == sign]
        alike = length[np.abs(length / np.median(length) - 1) < ALIKE] if len(length) else length
        if len(alike) >= FEW:
            seen.append(1.4826 * float(np.median(np.abs(alike - np.median(alike)))))
    return np.asarray(np.minimum(lead, min(seen)) if seen else lead)


def _at_rest(cycling: Cycling) -> np.ndarray:
    """Mask of the readings inside rests. A flicker of the current does not count as rest."""
    size: np.ndarray = np.abs(cycling.recording.current)
    still: np.ndarray = (cycling.halves.on == 0) & (size <= REST[1] * size.max(initial=0.0))
    inside = still.copy()
    for shift in range(1, SETTLE + 1):
        inside[shift:] &= still[:-shift]
        inside[:-shift] &= still[shift:]
    return np.asarray(inside)


def _noise(current: np.ndarray) -> float:
    """Standard deviation of the readings from their second differences, which a slope does not affect."""
    if len(current) < 5:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(current, 2))) / np.sqrt(6))

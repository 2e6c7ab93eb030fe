"""How far the charge of a half-cycle may be off: by an offset of the current, the same all through, and at random.

An offset I_off moves the charge of every half-cycle by I_off x t. Its error is common to all cycles: an efficiency, in
which plating and stripping move apart, is off by about 2 I_off / I in each cycle alike, and no number of cycles makes
the mean better. What a meter reads at rest, when no current flows, is its offset, unless the instrument writes zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np

from ...quantity import Finding
from ..results import Cycling
from ..specimen import finding_of
from .half_cycles import REST

SETTLE = 2  # readings at each end of a rest that may still average over the switching
ALIKE = 0.03  # of a duration: steps of one set length differ by less
FEW = 3  # steps of one set length that show whether they come out equal
ENOUGH = 10  # readings at rest without which no offset is read


@dataclass(frozen=True)
class Offset:
    """`std` is how far from zero the offset may be (A), None where nothing is known of it."""

    std: float | None
    why: str
    finding: Finding | None = None

    @property
    def uses(self) -> tuple[Finding, ...]:
        return () if self.finding is None else (self.finding,)

    def shift(self, per_ampere: float) -> float:
        """The error that it makes in a number which an offset moves by this much per ampere."""
        return 0.0 if self.std is None else abs(per_ampere) * self.std

    def said(self, per_ampere: float) -> str:
        """The same in words, for a number that is a ratio."""
        if self.std is None:
            return f"{self.why}; 1 uA of it would shift each efficiency by {abs(per_ampere) * 1e-4:.2g} %"
        return f"{self.shift(per_ampere):.2g} by an offset of {self.std * 1e6:.3g} uA, common to all ({self.why})"


def offset(cycling: Cycling, given: Finding | float | None = None) -> Offset:
    """The offset of the current, as given (a finding, or A) or as read at rest. It is not corrected for: at rest a
    meter may be in another range than under current."""
    if isinstance(given, Finding):
        return Offset(hypot(given.plain, given.std or 0.0), "offset as given", given)
    if given is not None:
        return Offset(abs(given), "offset as given")
    recording = cycling.recording
    current, still = recording.current, _at_rest(cycling)
    if still.sum() < ENOUGH:
        return Offset(None, "the offset of the current is not known: there are too few readings at rest")
    if not current[still].any():
        return Offset(None, "the offset of the current is not known: the instrument writes zero at rest")
    mean = float(current[still].mean())
    spread = float(current[still].std() / np.sqrt(still.sum()))
    method = f"mean of {still.sum()} readings at rest, {SETTLE} at each end of a rest left out"
    read = finding_of(recording, cycling.specimen, "offset_current", mean, {}, method=method, std=spread)
    return Offset(hypot(mean, spread), "offset as read at rest, not corrected for", read)


def charge_std(cycling: Cycling) -> np.ndarray:
    """C by half-cycle, at random: the noise of the current, and the moment of switching as far as it is open.

    With readings of weight w and noise s, and t the error of the time:  var(Q) = s^2 sum(w^2) + (I t)^2.
    """
    halves, recording = cycling.halves, cycling.recording
    noise = np.array([_noise(recording.current[halves.rows(k)]) for k in range(len(halves))])
    spent = np.array([np.sqrt((halves.weight[halves.rows(k)] ** 2).sum()) for k in range(len(halves))])
    return np.asarray(np.hypot(noise * spent, halves.current * _timing(cycling)))


def _timing(cycling: Cycling) -> np.ndarray:
    """s by half-cycle: how well the moment of switching is known. It lies anywhere in the interval before the first
    reading, unless the instrument writes a reading when a step ends. Then steps of one set length come out equally
    long, and their scatter is the error: that of the direction which scatters less, as the other may end at a voltage.
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
    """The readings inside of rests. A flicker of the current counts as no rest here."""
    size: np.ndarray = np.abs(cycling.recording.current)
    still: np.ndarray = (cycling.halves.on == 0) & (size <= REST[1] * size.max(initial=0.0))
    inside = still.copy()
    for shift in range(1, SETTLE + 1):
        inside[shift:] &= still[:-shift]
        inside[:-shift] &= still[shift:]
    return np.asarray(inside)


def _noise(current: np.ndarray) -> float:
    """Standard deviation of the readings, from their second differences, which no slope can raise."""
    if len(current) < 5:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(current, 2))) / np.sqrt(6))

"""The systematic error of charges: the offset of the current.

An offset I_off changes the charge of every half-cycle by I_off t. The error is common to all cycles: an efficiency, in
which plating and stripping change in opposite directions, is off by about 2 I_off / I in every cycle, and averaging
does not reduce it. What is known of it, in this order:

1. An offset that is given.
2. The current read at rest, unless the instrument writes zero there. It may not hold under current, in another range,
   so the whole of it is an error. If half the difference of the currents in the two directions agrees with it, within
   10 % and their errors, it holds under current too: it is subtracted from all charges, and these 10 % are the error.
3. Otherwise it cannot be seen: an instrument that regulates its current by its own meter shows the set current,
   whatever flows. Makers specify the zero of cyclers to 0.1 % of the current range or better. A specification is a
   limit: an error of up to 0.1 % of the current of the test is assumed, every value being equally likely, so a standard
   deviation of 0.058 %, of which 95 % lie within 0.095 % (`charge.measurement_error`). This is an input of the
   efficiency, with its reason. At a small part of a current range it is too little: give the offset.

The currents that were read in the two directions may differ where they are programmed alike. Half of the difference is
an offset of the meter, and the charges are wrong; or one of the source, and they are right. The file does not tell
which. Both efficiencies are stated. Where this half exceeds 0.1 %, the specification does not hold: no limit is known,
and a normal error with this half over sqrt(3) takes the place of the assumption, so that the interval has both cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from ...quantity import Assumed, Finding, Question
from ..results import Cycling, Remark
from ..specimen import finding_of
from .charge.measurement_error import MeasurementError
from .half_cycles import REST

SETTLE = 2  # readings at each end of a rest that may still average over the switching of the current
SPECIFIED = 1e-3  # of the current: largest error of the zero that makers of battery cyclers specify
PROGRAMMED_ALIKE = 0.01  # relative difference of the currents in the two directions: larger ones are programmed
VISIBLE = 5e-5  # relative: smaller differences of the currents in the two directions are not mentioned
AGREE = 0.1  # relative difference of two sights of one offset
CLEAR = 3.0  # times the error of the mean at rest
ENOUGH = 10  # fewest readings at rest for an offset


@dataclass(frozen=True)
class Offset:
    """Current offset of a recording.

    `error` is what is not known of it (A), None if nothing is (a simulated recording).

    `is_seen` tells whether the recording or the user gives it; otherwise it is assumed.
    """

    error: MeasurementError | None
    why: str
    finding: Finding | None = None
    is_seen: bool = True
    subtracted: float = 0.0  # A: taken off the current of all charges

    @property
    def std(self) -> float | None:
        """Standard uncertainty of the offset about zero (A)."""
        return None if self.error is None else self.error.std

    @property
    def uses(self) -> tuple[Finding, ...]:
        """The finding that an efficiency has as an input."""
        return () if self.finding is None else (self.finding,)

    @property
    def measured(self) -> tuple[Finding, ...]:
        """The finding, if it is read off the recording and so a result of its own."""
        return self.uses if self.is_seen else ()

    def shift(self, per_ampere: float) -> float:
        """Return the systematic error of a number with this sensitivity (per ampere of offset)."""
        return 0.0 if self.std is None else abs(per_ampere) * self.std

    def error_in(self, per_ampere: float) -> MeasurementError:
        """Return the error of a number with this sensitivity; none if nothing is known of the offset."""
        return MeasurementError() if self.error is None else self.error.times(per_ampere)

    def describe(self, per_ampere: float) -> str:
        """Return the systematic error of an efficiency in words; `per_ampere` is its sensitivity."""
        if self.std is None:
            return f"{self.why}; an offset of 1 uA would shift each efficiency by {abs(per_ampere) * 1e-4:.2g} points"
        points = f"{100 * self.shift(per_ampere):.2g} points"
        return f"systematic error {points} from a current offset of {self.std * 1e6:.3g} uA ({self.why})"


def offset(cycling: Cycling, given: Finding | float | None = None) -> Offset:
    """Return the current offset: given, read at rest, or assumed where the recording cannot show it."""
    if isinstance(given, Finding):
        return Offset(MeasurementError(hypot(given.plain, given.std or 0.0)), "offset given", given)
    if given is not None:
        return Offset(MeasurementError(abs(given)), "offset given")
    recording = cycling.recording
    current, still = recording.current, _at_rest(cycling)
    if still.sum() < ENOUGH:
        return _unseen(cycling, f"fewer than {ENOUGH} readings at rest")
    if not current[still].any():
        return _unseen(cycling, "the instrument writes zero current at rest")
    mean = float(current[still].mean())
    spread = float(current[still].std() / np.sqrt(still.sum()))
    method = f"mean current of {still.sum()} readings at rest, excluding {SETTLE} at each end of a rest"
    read = finding_of(recording, cycling.specimen, "offset_current", mean, {}, method=method, std=spread)
    apart = difference_of_directions(cycling)
    if apart and abs(apart - mean) <= AGREE * abs(mean) + CLEAR * spread:
        left = MeasurementError(spread, (AGREE * abs(mean),))
        return Offset(left, "after subtracting the offset read at rest, seen under current too", read, subtracted=mean)
    whole = MeasurementError(hypot(mean, spread))
    return Offset(whole, "offset read at rest, not subtracted: not confirmed under current", read)


def difference_of_directions(cycling: Cycling) -> float:
    """Return half the sum of the signed currents of both directions (A).

    It is 0 where the two directions are not programmed alike.
    """
    halves = cycling.halves
    means = [float(np.median(halves.current[halves.sign == sign])) for sign in (1, -1) if (halves.sign == sign).any()]
    if len(means) < 2 or abs(sum(means)) > PROGRAMMED_ALIKE * max(map(abs, means)):
        return 0.0
    return sum(means) / 2


def offset_remarks(cycling: Cycling, off: Offset, slope: float, what: str) -> Iterator[Remark]:
    """Yield what is not known of the current offset; `slope` is the sensitivity of the efficiency (1/A)."""
    if not off.is_seen:
        yield Remark("offset-unknown", f"{what}: {off.describe(slope)}.")
    if off.subtracted:
        points = 100 * slope * off.subtracted
        text = (
            f"{what}: current offset of {1e6 * off.subtracted:.3g} uA subtracted, read at rest and in both directions"
        )
        yield Remark("offset-subtracted", f"{text}; without this, the CE differs by {points:+.3f} points.")
        return
    apart = difference_of_directions(cycling)
    if abs(apart) > VISIBLE * float(np.median(np.abs(cycling.halves.current))):
        yield Remark(
            "directions-differ",
            f"{what}: the currents read in the two directions differ by {abs(2e6 * apart):.3g} uA. "
            f"If the meter is off, the CE is {-100 * slope * apart:+.3f} points from the one given; "
            "if the source is off, it holds.",
        )


def _unseen(cycling: Cycling, why: str) -> Offset:
    """Return the assumed offset of a measured recording; an unknown one if it is simulated."""
    if not cycling.recording.is_measured or not len(cycling.halves):
        return Offset(None, f"current offset unknown: {why}", is_seen=False)
    largest = SPECIFIED * float(np.median(np.abs(cycling.halves.current)))
    apart = abs(difference_of_directions(cycling))
    ground = "up to 0.1 % of the current, as specified for battery cyclers, every value equally likely"
    error = MeasurementError(0.0, (largest,))
    if apart > largest:
        error = MeasurementError(apart / sqrt(3))
        ground = "about half the difference of the currents read in the two directions"
    reason = f"offset not visible ({why}); assumed: {ground}"
    question = Question("offset_current", cycling.specimen.of)
    return Offset(error, reason, Finding(question, 0.0, Assumed(reason, "estimate"), error.std), is_seen=False)


def _at_rest(cycling: Cycling) -> np.ndarray:
    """Mask of the readings inside rests. A flicker of the current does not count as rest."""
    size: np.ndarray = np.abs(cycling.recording.current)
    still: np.ndarray = (cycling.halves.on == 0) & (size <= REST[1] * size.max(initial=0.0))
    inside = still.copy()
    for shift in range(1, SETTLE + 1):
        inside[shift:] &= still[:-shift]
        inside[:-shift] &= still[shift:]
    return np.asarray(inside)

"""Recognition of the Aurbach test from the charges of the half-cycles.

Sequence: [plate QF, strip to the cut-off,] plate QT, n times (strip Qc, plate Qc), strip Qs to the cut-off. The pattern
is a run of half-cycles of equal charge, none ending at the cut-off, after one that plates more. Charges, current and
number of cycles are not presumed. A stripping half-cycle of the run that ends at the cut-off is the last one: the
reservoir was used up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

SAME = 0.03  # relative: steps by time or charge repeat far better; a reservoir exceeds its cycles by more
CYCLES = 3  # fewest equal cycles of a pattern

Ending = Literal["complete", "used up", "interrupted", "not stripped to the cut-off"]


@dataclass(frozen=True)
class AurbachTest:
    """Indices of the half-cycles of an Aurbach test.

    `members`: all from the plating of QT to the end; `inner`: those of equal charge.
    """

    formation: tuple[int, ...]  # half-cycles of complete cycles just before
    members: range
    inner: range
    ending: Ending
    repeats: bool  # whether another test on the same foil precedes
    leftover: bool  # whether the foil was plated before and not stripped to the cut-off

    @property
    def is_formed(self) -> bool:
        """Whether the foil was plated and stripped before."""
        return bool(self.formation) or self.repeats

    @property
    def cycles(self) -> int:
        return len(self.inner) // 2


def aurbach_tests(charge: np.ndarray, ends: np.ndarray, stops: bool = True) -> tuple[AurbachTest, ...]:
    """Return all Aurbach tests in half-cycles of alternating sign.

    `ends`: which half-cycles ended at the cut-off. `stops`: whether the recording ends with the last half-cycle,
    without a rest after it.
    """
    found: list[AurbachTest] = []
    free, start = 0, 1
    while start < len(charge):
        stop = _past_equal(charge, ends, start)
        inner = range(start, start + (stop - start) // 2 * 2)
        if len(inner) < 2 * CYCLES or not _is_larger(charge, ends, start - 1):
            start += 1
            continue
        last, ending = _ending(charge, ends, inner, stops=stops)
        formation = _formation(ends, free, start - 1)
        before = formation[0] if formation else start - 1
        left = before - 1 >= free and before >= 2 and not ends[before - 1]
        found.append(AurbachTest(formation, range(start - 1, last + 1), inner, ending, free > 0, bool(left)))
        free = last + 1
        start = free + 1
    return tuple(found)


def _is_larger(charge: np.ndarray, ends: np.ndarray, k: int) -> bool:
    """Whether a half-cycle has more charge than the next one and is not the last of a run of larger ones."""
    in_a_run = k > 0 and abs(charge[k] / charge[k - 1] - 1) <= SAME and not ends[k - 1]
    return bool(charge[k] > (1 + SAME) * charge[k + 1] and not in_a_run)


def _past_equal(charge: np.ndarray, ends: np.ndarray, start: int) -> int:
    """Index after the last half-cycle of the run of equal charges that do not end at the cut-off."""
    different = (np.abs(charge[start:] - charge[start]) > SAME * charge[start]) | ends[start:]
    return start + int(np.argmax(different)) if different.any() else len(charge)


def _ending(charge: np.ndarray, ends: np.ndarray, inner: range, *, stops: bool) -> tuple[int, Ending]:
    """Return the last half-cycle of the test and how the test ended."""
    last, usual = len(charge) - 1, charge[inner.start]
    final = inner.stop
    if final > last:
        return last, "interrupted"
    if ends[final]:
        goes_on = final < last and charge[final] < usual and abs(charge[final + 1] / usual - 1) <= SAME
        return final, "used up" if goes_on else "complete"
    within = charge[final] <= (1 + SAME) * usual  # a stripping half-cycle of the cycles, complete or cut
    if final == last and stops:
        return last, "interrupted"
    if final + 1 == last and stops and within and charge[last] <= (1 + SAME) * usual:
        return last, "interrupted"
    return final, "not stripped to the cut-off"


def _formation(ends: np.ndarray, free: int, first: int) -> tuple[int, ...]:
    """Half-cycles of the complete cycles just before the reservoir is plated."""
    begin = first
    while begin - 2 >= free and ends[begin - 1]:
        begin -= 2
    return tuple(range(begin, first))

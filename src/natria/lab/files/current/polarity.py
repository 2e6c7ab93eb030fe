"""Whether a current is counted the other way round than the voltage.

Where the current is switched, the voltage of every cell jumps in the direction of the current: the resistance between
the two terminals is positive. A file in which it jumps against the current counts the current the other way.
"""

from __future__ import annotations

import numpy as np

LARGE = 0.5  # of the usual current: a smaller change is no switch
CLEAR = 5.0  # times the median change between readings: a jump, and not the drift of the voltage
FEWEST = 4  # switches with a clear jump
MOST = 0.9  # of them against the current


def against_voltage(voltage: np.ndarray, current: np.ndarray) -> tuple[int, int]:
    """Return at how many switches the voltage jumps against the current, and how many there are."""
    flowing = np.abs(current[current != 0])
    if not len(flowing) or len(current) < 2:
        return 0, 0
    step, jump = np.diff(current), np.diff(voltage)
    switched = np.abs(step) > LARGE * float(np.median(flowing))
    clear = switched & (np.abs(jump) > CLEAR * float(np.median(np.abs(jump))))
    return int((clear & (step * jump < 0)).sum()), int(clear.sum())


def is_reversed(against: int, switches: int) -> bool:
    """Whether the current is counted the other way."""
    return switches >= FEWEST and against >= MOST * switches

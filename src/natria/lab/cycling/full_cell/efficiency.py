"""Coulombic efficiency of a full cell: its error, and the cycles that its mean leaves out.

    CE = Q_later / Q_earlier,    d(CE) = (dQ_later - CE dQ_earlier) / Q_earlier

The errors of the charges are those of `charge.charges`. An offset of the current shifts the CE by
s (t_later + CE t_earlier) / Q_earlier, with the sign s of the later half-cycle, alike in all cycles (`charge_error`).
The spread of a mean combines these with the standard deviation over its cycles.

A mean leaves out the first cycles whose CE has not settled (`aurbach.settling`), in addition to formation cycles at a
lower current.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np

from ...results import Cycling
from ..aurbach.settling import settled_from
from ..charge_error import Offset
from .capacity import FullCellCycles

FEW = 3  # fewest cycles for a standard deviation


@dataclass(frozen=True, eq=False)
class EfficiencyError:
    """Error of the CE of each cycle: `random` from the charges, `slope` by the current offset (1/A)."""

    random: np.ndarray
    slope: np.ndarray
    offset: Offset

    def std(self, places: np.ndarray) -> float | None:
        """Return the error of the mean CE of these cycles, None if the offset is unknown."""
        if self.offset.std is None or not np.isfinite(self.slope[places]).all():
            return None
        return hypot(
            float(np.sqrt((self.random[places] ** 2).mean())), self.offset.shift(float(self.slope[places].mean()))
        )


def efficiency_error(cycling: Cycling, cycles: FullCellCycles) -> EfficiencyError:
    """Return the errors of the CE of all cycles."""
    halves = cycling.halves
    order = (cycles.charged, cycles.discharged) if cycles.charge_first else (cycles.discharged, cycles.charged)
    whole = np.flatnonzero((order[0] >= 0) & (order[1] >= 0))
    earlier, later = order[0][whole], order[1][whole]
    random, slope = np.full(len(cycles), np.nan), np.full(len(cycles), np.nan)
    random[whole] = cycles.charges.ratio_errors(later, earlier)
    spent = halves.duration[later] + cycles.efficiency[whole] * halves.duration[earlier]
    slope[whole] = halves.sign[later] * spent / cycles.charges.value[earlier]
    return EfficiencyError(random, slope, cycles.offset)


def settled(cycles: FullCellCycles, error: EfficiencyError, main: np.ndarray) -> np.ndarray:
    """Return the cycles, of those at the main current, over which the mean CE is taken."""
    return main[settled_from(cycles.efficiency[main], np.nan_to_num(error.random[main])) :]

"""Coulombic efficiency of a full cell: its error, and the cycles that its mean leaves out.

    CE = Q_later / Q_earlier,    d(CE) = (dQ_later - CE dQ_earlier) / Q_earlier

The errors of the charges are those of `charge.charges`. An offset of the current shifts the CE by
s (t_later + CE t_earlier) / Q_earlier, with the sign s of the later half-cycle, alike in all cycles (`charge_error`).
The spread of a mean combines these with the standard deviation over its cycles, and so does its 95 % interval
(`charge.measurement_error`).

A mean leaves out the first cycles whose CE has not settled (`aurbach.settling`), in addition to formation cycles at a
lower current.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...results import Cycling
from ..aurbach.means import CEMean
from ..aurbach.settling import settled_from
from ..charge.measurement_error import MeasurementError
from ..charge_error import Offset
from .capacity import FullCellCycles

FEW = 3  # fewest cycles for a standard deviation


@dataclass(frozen=True, eq=False)
class EfficiencyError:
    """Error of the CE of each cycle: `random` from the charges, `slope` by the current offset (1/A)."""

    random: np.ndarray
    slope: np.ndarray
    offset: Offset

    @property
    def each(self) -> np.ndarray:
        """Error of the CE of each cycle; only the random part where the offset is unknown."""
        return np.asarray(np.hypot(self.random, (self.offset.std or 0.0) * self.slope))

    def systematic(self, places: np.ndarray) -> MeasurementError | None:
        """Return the error of the mean CE of these cycles by the offset, None if it is unknown."""
        if self.offset.std is None or not np.isfinite(self.slope[places]).all():
            return None
        return self.offset.error_in(float(self.slope[places].mean()))

    def of_charges(self, places: np.ndarray) -> MeasurementError:
        """Return the random error of a CE of these cycles."""
        return MeasurementError(float(np.sqrt((self.random[places] ** 2).mean())))

    def std(self, places: np.ndarray) -> float | None:
        """Return the error of the mean CE of these cycles, None if the offset is unknown."""
        systematic = self.systematic(places)
        return None if systematic is None else self.of_charges(places).plus(systematic).std

    def mean(self, cycles: FullCellCycles, places: np.ndarray) -> CEMean:
        """Return the mean CE of these cycles; their scatter is part of its random error."""
        values = cycles.efficiency[places]
        scatter = float(values.std(ddof=1)) if len(places) >= FEW else 0.0
        first, last = (int(cycles.number[k]) for k in (places[0], places[-1]))
        random = self.of_charges(places).plus(MeasurementError(scatter))
        return CEMean(first, last, len(places), float(values.mean()), scatter, random, self.systematic(places))


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

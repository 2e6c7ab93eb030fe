"""A Na|Cu cell that is plated with a charge and stripped to a cut-off, cycle by cycle, with cycles of formation.

The efficiency of cycle n is E - d exp(-n/n_f): what a plated charge keeps rises to E as the copper is covered with a
film. The voltage, the bookkeeping and the signs are those of `aurbach`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp

import numpy as np

from .aurbach import AurbachSettings, bookkeeper_of, finished, read_legs
from .instrument import InstrumentSettings
from .truth import EfficiencyTruth, MadeEfficiency

FORMED = 2e-4  # below E: a cycle nearer than this is one of the formed cell


@dataclass(frozen=True)
class CycleSettings:
    """`test` gives the charge (`charge`), the current, the offset and the instrument's columns."""

    test: AurbachSettings = field(default_factory=lambda: AurbachSettings(cycles=40))
    formation_loss: float = 0.08
    formation_cycles: float = 1.5
    scatter: float = 0.0  # of the efficiency, from cycle to cycle

    def efficiencies(self, seed: int = 0) -> np.ndarray:
        """What each plated charge keeps, cycle by cycle."""
        n = np.arange(self.test.cycles)
        lost = self.formation_loss * np.exp(-n / self.formation_cycles)
        noise = np.random.default_rng([seed, 6]).normal(0, self.scatter, len(n))
        return np.minimum(self.test.efficiency - lost + noise, 0.99999)

    @property
    def formation(self) -> int:
        """How many cycles are further than `FORMED` below the final efficiency."""
        lost = (self.formation_loss * exp(-n / self.formation_cycles) for n in range(self.test.cycles))
        return sum(x > FORMED for x in lost)


def cycle_recording(settings: CycleSettings, instrument: InstrumentSettings, *, seed: int = 0) -> MadeEfficiency:
    """Run the test and read it; the true efficiency is the mean of the cycles after formation."""
    keeper = bookkeeper_of(settings.test)
    kept = settings.efficiencies(seed)
    for efficiency in kept:
        keeper.plate(settings.test.charge, float(efficiency))
        keeper.rest(settings.test.rest)
        keeper.strip_all()
        keeper.rest(settings.test.rest)
    columns = read_legs(keeper, settings.test, instrument, np.random.default_rng([seed, 3]))
    formation = settings.formation
    every = tuple(float(e) for e in kept)
    truth = EfficiencyTruth(float(kept[formation:].mean()), every[:formation], every)
    return finished(columns, settings.test, instrument, truth, seed)

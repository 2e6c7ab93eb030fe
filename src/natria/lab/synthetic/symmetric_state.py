"""What a symmetric cell is made of at each reading of its test: age, temperature, how the current gathers.

R and 1/I0 of the path are both multiplied by

    m = (1 + a exp(-k / k_a)) (1 + growth t / t_end) exp(Ea/R_g (1/T - 1/T_0))

for half-cycle k: activation in the first half-cycles, slow growth (or decline) of the layers, and the day's swing of
the temperature T through an Arrhenius energy. Within a half-cycle, with s the share of its charge that has passed,
the current gathers by

    g = (1 + nucleation exp(-s / s_n) + arc s^3) / (1 - (s / s_left)^p)

few nuclei at first, voids in the stripped face at last; the divisor is there once a counter electrode runs out, which
has s_left to give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...laws.constants import FARADAY, GAS
from .path import CurrentPath, split
from .steps import Rows, Steps
from .truth import insist

DAY = 86400.0  # s
DRYING = 6.0  # half-cycles in which a drying electrolyte's resistance grows e-fold
RUN_AWAY = 4.0  # p in the free area 1 - s^p of an electrode that runs out: it goes in islands, towards the end
HIGHEST = 10.0  # V: no cycler for small cells reaches further
NONE = 1e-6  # of the area, at least


@dataclass(frozen=True)
class SyntheticSymmetricCell:
    """`overpotential` is |V| where the current is spread evenly (g = 1, m = 1) at the test's first current;
    `kinetic_share` of it lies at the two faces. `exhausted_at` and `drying_at` are half-cycles, from 0; an exhausted
    cell has `exhaustion` less sodium to move in each further half-cycle, as a share of the first half-cycle's."""

    overpotential: float = 0.05  # V
    kinetic_share: float = 0.4
    nucleation: float = 0.25
    nucleation_share: float = 0.04
    arc: float = 0.1
    activation: float = 0.2
    activation_half_cycles: float = 10.0
    growth: float = 0.0  # over the test; below zero is a decline
    barrier: float = 0.4  # eV
    exhausted_at: int | None = None
    exhaustion: float = 0.02
    drying_at: int | None = None

    def __post_init__(self) -> None:
        above_zero = ("overpotential", "nucleation_share", "activation_half_cycles")
        not_negative = ("nucleation", "arc", "activation", "barrier", "exhaustion")
        insist(
            "symmetric cell",
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            *((getattr(self, name) >= 0, name, "zero or above") for name in not_negative),
            (self.overpotential <= HIGHEST, "overpotential", f"{HIGHEST:g} V at most"),
            (0 <= self.kinetic_share <= 1, "kinetic_share", "a share from 0 to 1"),
            (self.growth > -1, "growth", "above -100 %: a resistance stays above zero"),
        )


@dataclass(frozen=True)
class Chamber:
    """Where the cell stands: its temperature goes up and down by `swing` (K) over a day."""

    temperature: float = 298.15  # K
    swing: float = 0.0  # K
    phase: float = 0.0  # rad

    def at(self, time: np.ndarray) -> np.ndarray:
        return np.asarray(self.temperature + self.swing * np.sin(2 * np.pi * time / DAY + self.phase))


def path_of(
    cell: SyntheticSymmetricCell,
    chamber: Chamber,
    steps: Steps,
    rows: Rows,
    *,
    current: float,
    full: np.ndarray,
    left: np.ndarray,
    sharpness: float = RUN_AWAY,
) -> CurrentPath:
    """The path at each reading. `current` (A) is the one that `cell.overpotential` is for; by step, `full` is how long
    (s) it would last if nothing ended it early, and `left` what the stripped electrode can still give, over the charge
    of that; `sharpness` is p."""
    ohmic, exchange = split(cell.overpotential, cell.kinetic_share, current, chamber.temperature)
    half = steps.half_cycle
    per_step = 1 + cell.activation * np.exp(-half / cell.activation_half_cycles)
    if cell.drying_at is not None:
        per_step = per_step * np.exp(np.maximum(half - cell.drying_at, 0) / DRYING)
    more = per_step[rows.step]
    if cell.growth:
        more = more * (1 + cell.growth * rows.time / rows.time[-1])
    if chamber.swing:
        temperature = chamber.at(rows.time)
        more = more * np.exp(cell.barrier * FARADAY / GAS * (1 / temperature - 1 / chamber.temperature))
    else:
        temperature = np.full(len(rows.time), chamber.temperature)
    done = np.minimum((steps.duration / full)[rows.step] * rows.share, 1.0)
    gathered = 1 + cell.arc * done**3
    if cell.nucleation:
        gathered += cell.nucleation * np.exp(-done / cell.nucleation_share)
    if np.isfinite(left).any():
        gathered /= np.maximum(1 - (done / left[rows.step]) ** sharpness, NONE)
    return CurrentPath(ohmic * more, exchange / more, temperature, gathered)


def run_away_ends(overpotential: float, limit: float) -> float:
    """The share of `left` at which the voltage meets its limit, were the cell all ohmic: |V| = V_0 / (1 - s^p)."""
    return float((1 - min(overpotential / limit, 0.9)) ** (1 / RUN_AWAY))

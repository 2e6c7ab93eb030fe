"""State of a synthetic symmetric cell at each reading: ageing, temperature, current focusing.

R and 1/I0 of the path are multiplied by

    m = (1 + a exp(-k / k_a)) (1 + growth t / t_end) exp(Ea/R_g (1/T - 1/T_0))

for half-cycle k: activation in the first half-cycles, slow growth (or decline) of the layers, and the daily variation
of the temperature T with an Arrhenius energy. Within a half-cycle, with s the share of its charge, the focusing factor
of the current is

    g = (1 + nucleation exp(-s / s_n) + arc s^3) / (1 - (s / s_left)^p),

with few nuclei at the beginning and voids in the stripped electrode at the end. The denominator applies when the
counter electrode is exhausted, with the remaining charge s_left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...laws.constants import FARADAY, GAS
from .path import CurrentPath, split
from .steps import Rows, Steps
from .truth import insist

DAY = 86400.0  # s
DRYING = 6.0  # half-cycles for an e-fold growth of the resistance of a drying electrolyte
RUN_AWAY = 4.0  # p in the active area 1 - s^p of an electrode that is exhausted in islands
HIGHEST = 10.0  # V: upper limit of cyclers for small cells
NONE = 1e-6  # smallest share of the area


@dataclass(frozen=True)
class SyntheticSymmetricCell:
    """Parameters of the cell.

    `overpotential`: |V| at uniform current (g = 1, m = 1) and the first current of the test; `kinetic_share` of it is
    at the two interfaces. `exhausted_at`, `drying_at`: half-cycles from 0. After exhaustion, the available sodium
    decreases by `exhaustion` per half-cycle, relative to the first half-cycle.
    """

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
    """Climate chamber whose temperature varies by `swing` (K) over a day."""

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
    """Return the current path at each reading.

    `current` (A): current at which `cell.overpotential` is defined. Per step, `full`: planned duration (s); `left`:
    remaining charge of the stripped electrode relative to the planned charge. `sharpness`: p.
    """
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
    """Return the share of `left` at which |V| = V_0 / (1 - s^p) of an ohmic cell reaches its limit."""
    return float((1 - min(overpotential / limit, 0.9)) ** (1 / RUN_AWAY))

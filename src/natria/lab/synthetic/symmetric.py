"""Synthetic symmetric cell with known overpotential, ageing and shorts.

The voltage follows from the current path in `path`, aged by `symmetric_state`, with the parallel metallic paths of
`short`, recorded by an `instrument`. Positive current plates the working electrode; V has the sign of I.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .instrument import PERFECT, Instrument, read
from .short import Short, shorted
from .steps import Steps, rows_of, with_rests
from .symmetric_state import Chamber, SyntheticSymmetricCell, path_of, run_away_ends
from .truth import Synthetic, Truth, insist, recorded

NAME = "synthetic_symmetric_cell"
LEAST = 0.02  # of a half-cycle: smallest charge of an exhausted electrode


@dataclass(frozen=True)
class SymmetricTest:
    """Protocol with constant half-cycle time.

    `steps`: factors on the current for `step_half_cycles`, repeated.
    """

    current_density: float = 10.0  # A/m^2
    area: float = 1e-4  # m^2
    half_cycles: int = 100
    half_cycle_time: float = 3600.0  # s
    samples: int = 200  # readings of a half-cycle
    rest: float = 0.0  # s after each half-cycle
    rest_samples: int = 3
    steps: tuple[float, ...] = (1.0,)
    step_half_cycles: int = 10
    first: int = 1  # +1: plates the working electrode first
    temperature: float = 298.15  # K
    swing: float = 0.0  # K, up and down over a day
    swing_phase: float = 0.0  # rad
    voltage_limit: float = 5.0  # V

    def __post_init__(self) -> None:
        counts = ("half_cycles", "samples", "rest_samples", "step_half_cycles")
        above_zero = ("current_density", "area", "half_cycle_time", "temperature", "voltage_limit")
        insist(
            "symmetric test",
            *((getattr(self, name) >= 1, name, "1 or more") for name in counts),
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            (self.rest >= 0, "rest", "zero or above"),
            (bool(self.steps) and min(self.steps) > 0, "steps", "factors above zero"),
            (self.first in (1, -1), "first", "+1 or -1"),
            (abs(self.swing) < self.temperature / 2, "swing", "well below the temperature"),
        )

    @property
    def current(self) -> float:
        """Current of the first half-cycle (A, positive)."""
        return self.current_density * self.area * self.steps[0]


USUAL_CELL, USUAL_TEST = SyntheticSymmetricCell(), SymmetricTest()


def symmetric_cell(
    seed: int,
    *,
    cell: SyntheticSymmetricCell = USUAL_CELL,
    test: SymmetricTest = USUAL_TEST,
    instrument: Instrument = PERFECT,
    shorts: tuple[Short, ...] = (),
) -> Synthetic:
    """Return a recording of a symmetric cell and its truth.

    The seed determines noise, spikes, gaps and the fluctuations of a short only.
    """
    rules = ((s.at < test.half_cycles, f"short {k}: at", "a half-cycle of the test") for k, s in enumerate(shorts, 1))
    insist(NAME, *rules)
    rng = np.random.default_rng(seed)
    left = _left(cell, test.half_cycles)
    steps = _schedule(cell, test, left)
    rows = rows_of(steps)
    full = np.full(len(steps.current), test.half_cycle_time)
    chamber = Chamber(test.temperature, test.swing, test.swing_phase)
    path = path_of(cell, chamber, steps, rows, current=test.current, full=full, left=left[steps.half_cycle])
    size, true_shorts = shorted(shorts, rng, steps, rows, path)
    meets_limit = np.isfinite(left)[steps.half_cycle] & (steps.current != 0)
    size[steps.last_reading[meets_limit]] = test.voltage_limit  # where the cycler ends the step
    sign = np.sign(steps.current)[rows.step]
    seen = read(instrument, rng, steps, rows, sign * np.minimum(size, test.voltage_limit))
    truth = Truth(
        kind="symmetric",
        half_cycles=test.half_cycles,
        area=test.area,
        **instrument.truth,
        gaps=seen.gaps,
        currents=tuple(steps.current[steps.flowing].tolist()),
        charges=tuple((np.abs(steps.current) * steps.duration)[steps.flowing].tolist()),
        overpotential=cell.overpotential,
        shorts=true_shorts,
        exhausted=cell.exhausted_at,
        drying=cell.drying_at,
    )
    settings = {"cell": cell, "test": test, "instrument": instrument, "short": shorts}
    return Synthetic(recorded(NAME, seed, seen.columns, **settings), truth)


def _schedule(cell: SyntheticSymmetricCell, test: SymmetricTest, left: np.ndarray) -> Steps:
    """Return half-cycles and rests; a half-cycle that reaches the voltage limit ends early."""
    number = np.arange(test.half_cycles)
    factor = np.array(test.steps)[number // test.step_half_cycles % len(test.steps)]
    current = test.first * (-1.0) ** number * test.current_density * test.area * factor
    share = np.minimum(1.0, run_away_ends(cell.overpotential, test.voltage_limit) * left)
    readings = np.maximum(np.round(test.samples * share), 1)
    return with_rests(Steps(current, test.half_cycle_time * share, readings), test.rest, test.rest_samples)


def _left(cell: SyntheticSymmetricCell, half_cycles: int) -> np.ndarray:
    """Remaining charge of the stripped electrode relative to a full half-cycle.

    It is infinite before exhaustion.
    """
    number = np.arange(half_cycles)
    if cell.exhausted_at is None:
        return np.full(half_cycles, np.inf)
    late = number - cell.exhausted_at
    return np.where(late >= 0, np.maximum(1 - cell.exhaustion * (late + 1), LEAST), np.inf)

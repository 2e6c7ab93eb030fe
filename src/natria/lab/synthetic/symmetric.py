"""A symmetric cell on a cycler, with everything that happens to one put in on purpose.

The voltage is that of the path in `path`, with R and 1/I0 both multiplied by

    m = (1 + a exp(-k / k_a)) (1 + growth t / t_end) exp(Ea/R_g (1/T - 1/T_0))

for half-cycle k: activation in the first half-cycles, slow growth (or decline) of the layers, and the day's swing of
the temperature T through an Arrhenius energy. Within a half-cycle, with s the share of its charge that has passed,
the current gathers by

    g = 1 + nucleation exp(-s / s_n) + arc s^3

few nuclei at first, voids in the stripped face at last. A counter electrode that runs out divides the free area by
1 - s / s_left. Positive current plates the working electrode; V has the sign of I.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...laws.constants import FARADAY, GAS
from ...record import CURRENT, TIME, VOLTAGE
from .instrument import Instrument, Readings, read
from .path import ionic_voltage, path_for_drop, split, voltage_beside
from .short import Short, conductance, true_short
from .steps import Rows, Steps, rows_of, with_rests
from .truth import Synthetic, Truth, insist, recorded

NAME = "synthetic_symmetric_cell"
DAY = 86400.0  # s
DRYING = 6.0  # half-cycles in which a drying electrolyte's resistance grows e-fold


@dataclass(frozen=True)
class SymmetricCell:
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


@dataclass(frozen=True)
class SymmetricTest:
    """Constant time per half-cycle. `steps` are factors on the current, each kept for `step_half_cycles`, over and
    over."""

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

    @property
    def current(self) -> float:
        """A, at the factor 1."""
        return self.current_density * self.area


@dataclass(frozen=True, eq=False)
class _State:
    """What the path is made of at each reading."""

    current: np.ndarray
    resistance: np.ndarray
    exchange: np.ndarray
    temperature: np.ndarray
    gathered: np.ndarray


def symmetric_cell(
    seed: int,
    *,
    cell: SymmetricCell = SymmetricCell(),  # noqa: B008 - frozen
    test: SymmetricTest = SymmetricTest(),  # noqa: B008
    instrument: Instrument = Instrument(),  # noqa: B008
    shorts: tuple[Short, ...] = (),
) -> Synthetic:
    """A recording of symmetric cycling, and what was put in. The seed decides noise, spikes, gaps and how a short
    fluctuates."""
    _ensure(cell, test, shorts)
    rng = np.random.default_rng(seed)
    steps, half = _schedule(cell, test)
    rows = rows_of(steps)
    state = _state(cell, test, steps, rows, half)
    voltage = ionic_voltage(state.current, state.resistance, state.exchange, state.temperature, state.gathered)
    true_shorts = []
    ohmic, exchange = split(cell.overpotential, cell.kinetic_share, test.current * test.steps[0], test.temperature)
    starts, durations = steps.start[half], steps.duration[half]
    healthy = voltage
    paths = np.zeros(len(voltage))
    for short in shorts:
        if (resistance := short.resistance) is None:
            at = (cell.overpotential, ohmic, exchange, test.current * test.steps[0], test.temperature)
            resistance = path_for_drop(short.drop or 0.0, *at)
        onset, until, path = conductance(short, resistance, rng, rows.time, starts, durations)
        paths += path
        true_shorts.append((short, resistance, onset, until, path > 0))
    if shorts:
        shorted = np.flatnonzero((paths > 0) & (state.current > 0))
        voltage = healthy.copy()
        voltage[shorted] = voltage_beside(
            *(column[shorted] for column in (state.current, paths)),
            *(c[shorted] for c in (state.resistance, state.exchange, state.temperature, state.gathered)),
        )
    sign = np.sign(steps.current)[rows.step]
    seen = read(instrument, rng, steps, rows, sign * np.minimum(voltage, test.voltage_limit))
    truth = Truth(
        kind="symmetric",
        half_cycles=test.half_cycles,
        area=test.area,
        noise=instrument.noise,
        drift=instrument.drift,
        current_offset=instrument.current_offset,
        gaps=seen.gaps,
        currents=tuple(steps.current[half].tolist()),
        charges=tuple((np.abs(steps.current) * steps.duration)[half].tolist()),
        overpotential=cell.overpotential,
        shorts=tuple(
            true_short(s, r, onset, until, starts, _drop(voltage, healthy, on))
            for s, r, onset, until, on in true_shorts
        ),
        exhausted=cell.exhausted_at,
        drying=cell.drying_at,
    )
    columns = columns_of(seen)
    recording = recorded(NAME, seed, columns, cell=cell, test=test, instrument=instrument, short=shorts)
    return Synthetic(recording, truth)


def columns_of(seen: Readings) -> dict[str, np.ndarray]:
    return {TIME: seen.time, VOLTAGE: seen.voltage, CURRENT: seen.current}


def _drop(voltage: np.ndarray, healthy: np.ndarray, on: np.ndarray) -> float:
    at = np.flatnonzero(on & (healthy > 0))
    return float(1 - np.median(voltage[at] / healthy[at])) if len(at) else 0.0


def _schedule(cell: SymmetricCell, test: SymmetricTest) -> tuple[Steps, np.ndarray]:
    """The steps, and which of them are the half-cycles."""
    number = np.arange(test.half_cycles)
    factor = np.array(test.steps)[number // test.step_half_cycles % len(test.steps)]
    current = test.first * (-1.0) ** number * test.current * factor
    # The voltage meets its limit where so little area is left that the resistance at even current says so.
    near = 1 - min(cell.overpotential / test.voltage_limit, 0.9)
    share = np.minimum(1.0, near * _left(cell, number))
    readings = np.maximum(np.round(test.samples * share), 1)
    steps = with_rests(current, test.half_cycle_time * share, readings, test.rest, test.rest_samples)
    return steps, np.flatnonzero(steps.current)


def _left(cell: SymmetricCell, number: np.ndarray) -> np.ndarray:
    """The charge that the counter electrode can still give, over that of a full half-cycle; infinite while it is
    thick."""
    if cell.exhausted_at is None:
        return np.full(len(number), np.inf)
    late = number - cell.exhausted_at
    return np.where(late >= 0, np.maximum(1 - cell.exhaustion * (late + 1), 0.02), np.inf)


def _state(cell: SymmetricCell, test: SymmetricTest, steps: Steps, rows: Rows, half: np.ndarray) -> _State:
    ohmic, exchange = split(cell.overpotential, cell.kinetic_share, test.current * test.steps[0], test.temperature)
    kth = np.cumsum(steps.current != 0) - 1  # of a step: the half-cycle it belongs to, a rest to the one before it
    per_step = 1 + cell.activation * np.exp(-np.maximum(kth, 0) / cell.activation_half_cycles)
    if cell.drying_at is not None:
        per_step = per_step * np.exp(np.maximum(kth - cell.drying_at, 0) / DRYING)
    more = per_step[rows.step]
    if cell.growth:
        more = more * (1 + cell.growth * rows.time / rows.time[-1])
    temperature = np.full(len(rows.time), test.temperature)
    if test.swing:
        temperature = temperature + test.swing * np.sin(2 * np.pi * rows.time / DAY + test.swing_phase)
        more = more * np.exp(cell.barrier * FARADAY / GAS * (1 / temperature - 1 / test.temperature))
    done = np.minimum(steps.duration[rows.step] * rows.share / test.half_cycle_time, 1.0)
    gathered = 1 + cell.arc * done**3
    if cell.nucleation:
        gathered += cell.nucleation * np.exp(-done / cell.nucleation_share)
    if cell.exhausted_at is not None:
        left = _left(cell, np.arange(test.half_cycles))[np.maximum(kth, 0)][rows.step]
        gathered /= np.maximum(1 - done / left, 1e-6)
    return _State(np.abs(steps.current)[rows.step], ohmic * more, exchange / more, temperature, gathered)


def _ensure(cell: SymmetricCell, test: SymmetricTest, shorts: tuple[Short, ...]) -> None:
    above_zero = {
        **{f"cell.{n}": getattr(cell, n) for n in ("overpotential", "nucleation_share", "activation_half_cycles")},
        **{f"test.{n}": getattr(test, n) for n in ("current_density", "area", "half_cycles", "half_cycle_time")},
        **{f"test.{n}": getattr(test, n) for n in ("samples", "step_half_cycles", "temperature", "voltage_limit")},
    }
    not_negative = {f"cell.{n}": getattr(cell, n) for n in ("nucleation", "arc", "activation", "barrier", "exhaustion")}
    insist(
        NAME,
        *((value > 0, name, "above zero") for name, value in above_zero.items()),
        *((value >= 0, name, "zero or above") for name, value in not_negative.items()),
        (0 <= cell.kinetic_share <= 1, "cell.kinetic_share", "a share from 0 to 1"),
        (cell.growth > -1, "cell.growth", "above -100 %: a resistance stays above zero"),
        (bool(test.steps) and min(test.steps) > 0, "test.steps", "factors above zero"),
        (test.first in (1, -1), "test.first", "+1 or -1"),
        (abs(test.swing) < test.temperature / 2, "test.swing", "a swing of the temperature, in K"),
        *(
            (0 <= s.at < test.half_cycles, f"short {k}: at", "a half-cycle of the test")
            for k, s in enumerate(shorts, 1)
        ),
    )

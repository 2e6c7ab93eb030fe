"""Random symmetric cells in the ranges of published tests, for the evaluation of the short detector."""

from __future__ import annotations

from math import exp, log

import numpy as np

from .instrument import Instrument
from .short import Short
from .symmetric import SymmetricTest, symmetric_cell
from .symmetric_state import SyntheticSymmetricCell
from .truth import Synthetic

HALF_CYCLE_TIMES = (0.5, 1.0, 2.0, 5.0, 10.0)  # h
EARLIEST, LATEST = 0.2, 0.9  # range of the onset of a short, as a share of the test


def random_healthy_cell(
    rng: np.random.Generator,
    noise: float,
    *,
    half_cycles: tuple[int, int] = (50, 300),
    samples: tuple[int, int] = (60, 720),
) -> Synthetic:
    """Return a cell without a short, with effects that can resemble one; `noise` in V.

    Effects: rests, daily temperature variation, current steps, growth and decline, activation, spikes, gaps, drift, and
    sampling on changes of voltage.
    """
    test = _test(rng, half_cycles, samples, steps=True)
    return symmetric_cell(_seed(rng), cell=_cell(rng), test=test, instrument=_instrument(rng, noise, test))


def random_symmetric_cell(
    rng: np.random.Generator,
    noise: float,
    drop: float | None = None,
    *,
    lasting: bool | None = None,
    half_cycles: tuple[int, int] = (50, 300),
    samples: tuple[int, int] = (60, 720),
) -> Synthetic:
    """Return a cell with one soft short at a random time.

    `drop`: loss of |V| at the onset (None: random, 10 to 60 %). The short heals after 5 or more half-cycles in a
    quarter of the cells, unless `lasting` is given.
    """
    test = _test(rng, half_cycles, samples, steps=False)
    at = float(rng.uniform(EARLIEST, LATEST) * test.half_cycles)
    lasts = None if (lasting if lasting is not None else rng.random() < 0.75) else float(rng.uniform(5, 30))
    short = Short(
        at,
        drop=float(rng.uniform(0.1, 0.6)) if drop is None else drop,
        lasts=lasts,
        wander=float(rng.uniform(0, 0.03)),
        bursts=float(rng.choice((0.0, 0.02, 0.1))),
    )
    return symmetric_cell(
        _seed(rng), cell=_cell(rng), test=test, instrument=_instrument(rng, noise, test), shorts=(short,)
    )


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(0, 2**31))


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """Random number, uniform in its logarithm."""
    return exp(rng.uniform(log(low), log(high)))


def _cell(rng: np.random.Generator) -> SyntheticSymmetricCell:
    return SyntheticSymmetricCell(
        overpotential=_between(rng, 0.01, 0.2),
        kinetic_share=float(rng.uniform(0.1, 0.8)),
        nucleation=float(rng.uniform(0, 0.8)),
        nucleation_share=float(rng.uniform(0.02, 0.1)),
        arc=float(rng.uniform(0, 0.5)),
        activation=float(rng.uniform(0, 0.6)),
        activation_half_cycles=float(rng.uniform(2, 20)),
        growth=float(rng.uniform(-0.3, 1.0)),
        barrier=float(rng.uniform(0.2, 0.6)),
    )


def _test(
    rng: np.random.Generator, half_cycles: tuple[int, int], samples: tuple[int, int], *, steps: bool
) -> SymmetricTest:
    stepped = steps and rng.random() < 0.3
    time = 3600 * float(rng.choice(HALF_CYCLE_TIMES))
    return SymmetricTest(
        current_density=_between(rng, 1.0, 50.0),
        area=_between(rng, 0.5e-4, 2e-4),
        half_cycles=int(rng.integers(half_cycles[0], half_cycles[1] + 1)),
        half_cycle_time=time,
        samples=int(rng.integers(samples[0], samples[1] + 1)),
        rest=float(rng.choice((0.0, 0.0, 0.02, 0.1))) * time,
        steps=tuple(rng.choice((0.5, 1.0, 2.0, 3.0), 3, replace=False).tolist()) if stepped else (1.0,),
        step_half_cycles=int(2 * rng.integers(3, 12)),
        first=int(rng.choice((-1, 1))),
        temperature=float(rng.uniform(293, 333)),
        swing=float(rng.uniform(0, 3)),
        swing_phase=float(rng.uniform(0, 2 * np.pi)),
    )


def _instrument(rng: np.random.Generator, noise: float, test: SymmetricTest) -> Instrument:
    return Instrument(
        noise=noise,
        quantum=float(rng.choice((1e-6, 1e-5, 1e-4))),
        offset=float(rng.normal(0, 2e-4)),
        drift=float(rng.normal(0, 2e-4)),
        spikes=int(rng.integers(0, 20)),
        on_change=float(rng.choice((1e-3, 5e-3))) if rng.random() < 0.3 else None,
        at_least_every=test.half_cycle_time / 30,
        gaps=int(rng.integers(0, 3)),
    )

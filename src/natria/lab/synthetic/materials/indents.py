"""Synthetic indents of known modulus and hardness, with noise, drift and pop-ins.

    loading    h = h_max (P/P_max)^(1/2), less the pop-ins above the load
    unloading  h = h_f + (h_max - h_f) (P/P_max)^(1/m)

Depth and stiffness at full load follow from modulus and hardness (`contact_at`). The load rises, is held, falls to a
tenth, is held there for the drift, and falls to zero. The drift is added to every displacement over the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...kinetics.inputs import Vector
from ...mechanics.contact import contact_at
from ...mechanics.tip import IndenterTip
from ..truth import insist


@dataclass(frozen=True)
class IndentSample:
    """The sample and the scatter of its places (relative standard deviations of modulus and hardness)."""

    young: float = 20.9e9  # Pa
    hardness: float = 1.0e9  # Pa
    poisson: float = 0.3
    young_scatter: float = 0.0
    hardness_scatter: float = 0.0
    exponent: float = 1.4  # m of the unloading

    def __post_init__(self) -> None:
        insist(
            "indented sample",
            *((getattr(self, name) > 0, name, "above zero") for name in ("young", "hardness")),
            (0 <= self.poisson < 0.5, "poisson", "from 0 to below 0.5"),
            (1 < self.exponent <= 2, "exponent", "above 1, at most 2"),
            *((0 <= getattr(self, n) < 0.3, n, "from 0 to 0.3") for n in ("young_scatter", "hardness_scatter")),
        )


@dataclass(frozen=True)
class IndentTest:
    """A test: full load (N), times (s) of its parts, noises, drift, pop-ins at shares of the full load."""

    load: float = 1e-3
    ramp: float = 10.0
    dwell: float = 5.0
    drift_hold: float = 30.0
    rate: float = 20.0  # readings per s
    depth_noise: float = 0.3e-9  # m
    load_noise: float = 0.1e-6  # N
    drift: float = 0.05e-9  # m/s
    pop_ins: tuple[float, ...] = ()
    pop_in_size: float = 8e-9  # m

    def __post_init__(self) -> None:
        above = ("load", "ramp", "dwell", "drift_hold", "rate")
        insist(
            "indentation test",
            *((getattr(self, name) > 0, name, "above zero") for name in above),
            *((getattr(self, name) >= 0, name, "zero or above") for name in ("depth_noise", "load_noise")),
            *((0 < p < 1, "pop_ins", "shares of the full load between 0 and 1") for p in self.pop_ins),
        )


@dataclass(frozen=True, eq=False)
class SyntheticIndent:
    """One indent with its own truth."""

    time: Vector  # s
    load: Vector  # N
    depth: Vector  # m
    young: float
    hardness: float
    full_depth: float
    pop_in_loads: tuple[float, ...]


def synthetic_indent(
    rng: np.random.Generator, sample: IndentSample, tip: IndenterTip, test: IndentTest
) -> SyntheticIndent:
    """Return the record of one indent at a place of the sample."""
    young = sample.young * (1 + sample.young_scatter * rng.standard_normal())
    hardness = sample.hardness * (1 + sample.hardness_scatter * rng.standard_normal())
    contact = contact_at(test.load, young, hardness, sample.poisson, tip)
    m = sample.exponent
    left = contact.depth - m * test.load / contact.stiffness
    loading, dwell, falling, hold, rest = (_ramp(test, *ends) for ends in _PARTS)
    share = np.concatenate([loading, dwell, falling, hold, rest])
    depth = left + (contact.depth - left) * np.clip(share, 0, None) ** (1 / m)
    up = len(loading)
    later = [(at, test.pop_in_size) for at in sorted(test.pop_ins)]
    smooth = contact.depth - sum(size for _, size in later)
    depth[:up] = smooth * np.sqrt(loading) + sum(size * (loading > at) for at, size in later)
    depth[up : up + len(dwell)] = contact.depth
    time = np.arange(len(share)) / test.rate
    seen = depth + test.drift * time + test.depth_noise * rng.standard_normal(len(share))
    load = test.load * share + test.load_noise * rng.standard_normal(len(share))
    return SyntheticIndent(
        time, load, seen, young, hardness, contact.depth, tuple(at * test.load for at in sorted(test.pop_ins))
    )


_PARTS = ((0.0, 1.0, "ramp"), (1.0, 1.0, "dwell"), (1.0, 0.1, "ramp"), (0.1, 0.1, "drift_hold"), (0.1, 0.0, "ramp"))


def _ramp(test: IndentTest, first: float, last: float, takes: str) -> Vector:
    span = abs(last - first) or 1.0
    count = max(int(getattr(test, takes) * span * test.rate), 2)
    return np.linspace(first, last, count, endpoint=False)

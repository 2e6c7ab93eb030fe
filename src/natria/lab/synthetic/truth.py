"""What was put into a synthetic recording, and the recording: the two things that a test of an analysis needs.

The recording's origin is `Computed` and lists every parameter as a word, so nothing read off it can pass as measured,
and the same seed and words give the same bytes again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, Literal

import numpy as np

from ...quantity import Computed, InputError, Problem, Setting
from ...record import Recording

VERSION = 1


@dataclass(frozen=True)
class TrueShort:
    """`time` is s since the start of the test, `into` s since the current of its half-cycle was switched on; `until` is
    the time at which it healed, None where it lasted. `drop` is the loss of |V| while it lasted, over what |V| would
    have been at the same moments without it: the median over the readings. `resistance` (ohm) is of the path when it
    formed. Both are None in a full cell that no longer charges."""

    what: Literal["soft short", "hard short"]
    time: float
    half_cycle: int  # from 0
    into: float
    drop: float | None
    resistance: float | None
    until: float | None = None


@dataclass(frozen=True)
class TruePeak:
    """A peak of dQ/dV as put in: where it stands (V, without polarisation) and its share of the capacity."""

    voltage: float
    share: float


@dataclass(frozen=True)
class Truth:
    """SI, as put in. What does not exist in a kind of test is None or empty; tuples by half-cycle or by cycle are in
    the order of the test."""

    kind: Literal["symmetric", "half", "ccd", "full"]
    half_cycles: int
    area: float  # m^2
    noise: float = 0.0  # V
    drift: float = 0.0  # V, offset of the voltage gained over the test
    current_offset: float = 0.0  # A, recorded minus true
    gaps: tuple[tuple[float, float], ...] = ()  # s, from and to: the cell went on, nothing was written
    currents: tuple[float, ...] = ()  # A by half-cycle, signed, true
    charges: tuple[float, ...] = ()  # C by half-cycle, above zero, true
    # V: |V| of an aged symmetric cell at its current, spread evenly; how far a full cell is from its resting voltage
    overpotential: float | None = None
    shorts: tuple[TrueShort, ...] = ()
    exhausted: int | None = None  # the half-cycle from which the counter electrode runs out of sodium
    drying: int | None = None  # the half-cycle from which the electrolyte dries out
    last_passed: float | None = None  # A/m^2
    first_failed: float | None = None  # A/m^2
    failed_direction: Literal["plating", "stripping"] | None = None
    failed_half_cycle: int | None = None
    efficiencies: tuple[float, ...] = ()  # by cycle
    aurbach: float | None = None  # efficiency of every cycle of a reservoir protocol
    peaks: tuple[TruePeak, ...] = ()
    charge_capacities: tuple[float, ...] = ()  # C by cycle
    discharge_capacities: tuple[float, ...] = ()  # C by cycle
    charge_voltages: tuple[float, ...] = ()  # V by cycle: energy over charge
    discharge_voltages: tuple[float, ...] = ()  # V by cycle


@dataclass(frozen=True, eq=False)
class Synthetic:
    recording: Recording
    truth: Truth


def recorded(name: str, seed: int, columns: dict[str, np.ndarray], **groups: object) -> Recording:
    """A recording that says what computed it. There is no file behind it, so its sha256 is that of its recipe."""
    settings = (Setting("seed", str(seed)), *_words(groups))
    recipe = "\n".join([f"{name} {VERSION}", *(f"{s.path} = {s.word}" for s in settings)])
    digest = sha256(recipe.encode()).hexdigest()
    origin = Computed(name, VERSION, settings=settings)
    return Recording(f"{name}-{seed}", digest, columns, format="synthetic", origin=origin)


def insist(name: str, *rules: tuple[bool, str, str]) -> None:
    """All parameters that cannot be, at once: (is fine, which, what was expected)."""
    problems = [
        Problem(which, f"cannot be simulated: expected {expected}") for fine, which, expected in rules if not fine
    ]
    if problems:
        raise InputError(name, problems)


def _words(groups: dict[str, Any]) -> tuple[Setting, ...]:
    found: list[Setting] = []
    for key, value in groups.items():
        many = value if isinstance(value, tuple) and value and is_dataclass(value[0]) else None
        if many is not None:
            found += _words({f"{key}.{k}": v for k, v in enumerate(many, 1)})
        elif is_dataclass(value):
            found += _words({f"{key}.{f.name}": getattr(value, f.name) for f in fields(value)})
        elif value is not None and value != ():
            found.append(Setting(key, str(value)))
    return tuple(found)

"""Truth of a synthetic recording, for the test of an analysis.

The origin of the recording is `Computed` and lists every parameter, so that no result can pass as measured. The same
seed and parameters give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, Literal

import numpy as np

from ...quantity import Computed, InputError, Problem, Setting
from ...record import Recording

VERSION = 1
GENERATED = "synthetic_"  # begins the name of each generator


@dataclass(frozen=True)
class TrueShort:
    """A true short.

    `time`: s from the start of the test; `into`: s from the start of its half-cycle; `until`: time of healing, None if
    lasting. `drop`: median relative loss of |V| while it lasts. `resistance` (ohm): of the path at the onset. Both are
    None for a full cell that no longer charges.
    """

    what: Literal["soft short", "hard short"]
    time: float
    half_cycle: int  # from 0
    into: float
    drop: float | None
    resistance: float | None
    until: float | None = None


@dataclass(frozen=True)
class TruePeak:
    """A true peak of dQ/dV: voltage (V, without polarisation) and share of the capacity."""

    voltage: float
    share: float


@dataclass(frozen=True)
class Truth:
    """True values in SI; None or empty if not applicable.

    Tuples per half-cycle or cycle are in order of the test.
    """

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
    """Return a recording with a computed origin.

    Its sha256 is the hash of its parameters, as there is no file.
    """
    origin = origin_of(name, seed, **groups)
    recipe = "\n".join([f"{name} {VERSION}", *(f"{s.path} = {s.word}" for s in origin.settings)])
    digest = sha256(recipe.encode()).hexdigest()
    return Recording(f"{name}-{seed}", digest, columns, format="synthetic", origin=origin)


def origin_of(name: str, seed: int, **groups: object) -> Computed:
    """Return the origin of what a synthetic instrument makes; it lists the seed and every parameter."""
    return Computed(name, VERSION, settings=(Setting("seed", str(seed)), *_words(groups)))


def is_generator(model: str) -> bool:
    """Whether a model is a synthetic instrument, which makes examples from parameters."""
    return model.startswith(GENERATED)


def insist(name: str, *rules: tuple[bool, str, str]) -> None:
    """Raise an InputError for all invalid parameters; rules are (is valid, parameter, what is expected)."""
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

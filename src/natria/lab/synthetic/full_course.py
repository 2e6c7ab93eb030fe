"""The course of a full cell: its state of charge and its voltage through each half-cycle of its test.

    V = U(soc) + I R + eta(t),    eta -> 2 (2RT/F) asinh(I / 2 I0) with the time constant tau

with U of `plateaus`, I above zero on charge. The state of charge follows the balance

    Q dsoc/dt = I_charge CE - I_discharge - I_self

so a self-discharge current acts at rest too. A half-cycle ends where V meets the cut-off, which gives its capacity in
closed form. From the cycle `failing_from` on, a metallic path takes a growing share of the charging current,

    dsoc/dt = (I/Q) [1 - (soc - soc_0)/(soc_stuck - soc_0)]

so charging creeps towards soc_stuck, never meets its cut-off, and is stopped by a limit on its charge; each time that
a filament burns and grows again the voltage falls and comes back: it is jagged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .path import CurrentPath
from .plateaus import RestingVoltage, TruePlateau
from .truth import insist

FINE = 2000  # points of a half-cycle that its energy is summed over
JAG_LASTS = 6.0  # readings
REST_READINGS = 20
LEAST_LEFT = 0.05  # of the capacity, however long it fades
LEAST_ROOM = 1e-3  # of the state of charge, that a stuck cell still charges by


@dataclass(frozen=True)
class FullCell:
    """`area_resistance` and `exchange` make the polarisation; `settles` is tau. `as_assembled` "charged" begins with a
    discharge (Na-S), and `first_efficiency` is then what comes back in the charge after it."""

    plateaus: tuple[TruePlateau, ...] = (TruePlateau(3.35, 0.55), TruePlateau(3.05, 0.35, 0.025))
    areal_capacity: float = 36000.0  # C/m^2, of soc 0 to 1
    area_resistance: float = 3e-3  # ohm m^2
    exchange: float = 10.0  # A/m^2
    settles: float = 20.0  # s
    temperature: float = 298.15  # K
    fade: float = 0.001  # of the capacity in the first cycle, lost per cycle
    efficiency: float = 0.998
    first_efficiency: float = 0.9
    self_discharge: float = 0.0  # A/m^2
    as_assembled: str = "discharged"
    failing_from: int | None = None  # cycle, from 1
    stuck: float = 0.75  # of the state of charge: where a failing cell ceases to charge
    jag: float = 0.05  # V, how far its voltage falls back

    def __post_init__(self) -> None:
        above_zero = ("areal_capacity", "area_resistance", "exchange", "settles", "temperature")
        insist(
            "full cell",
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            *((0 < getattr(self, n) <= 1, n, "above 0 to 1") for n in ("efficiency", "first_efficiency", "stuck")),
            (self.as_assembled in ("charged", "discharged"), "as_assembled", "charged or discharged"),
            (min(self.self_discharge, self.fade, self.jag) >= 0, "self_discharge", "zero or above, as fade and jag"),
            (self.failing_from is None or self.failing_from >= 1, "failing_from", "a cycle, from 1"),
        )


@dataclass(frozen=True)
class FullTest:
    """`rates` are factors on the current after the formation cycles, each kept for `rate_cycles`, over and over.
    `charge_limit` stops a charge at that many times the cell's capacity."""

    cycles: int = 30
    current_density: float = 5.0  # A/m^2
    lower: float = 2.5  # V
    upper: float = 3.9  # V
    formation_cycles: int = 2
    formation_factor: float = 0.25
    rates: tuple[float, ...] = (1.0,)
    rate_cycles: int = 5
    charge_limit: float = 1.5
    area: float = 1e-4  # m^2
    samples: int = 300
    rest: float = 300.0  # s

    def __post_init__(self) -> None:
        insist(
            "full-cell test",
            *((getattr(self, name) >= 1, name, "1 or more") for name in ("cycles", "rate_cycles")),
            (self.samples >= 2, "samples", "2 or more"),
            *(
                (getattr(self, name) > 0, name, "above zero")
                for name in ("current_density", "area", "formation_factor")
            ),
            (min(self.rest, self.formation_cycles) >= 0, "rest", "zero or above, as formation_cycles"),
            (self.lower < self.upper, "lower", "below the upper cut-off"),
            (bool(self.rates) and min(self.rates) > 0, "rates", "factors above zero"),
            (self.charge_limit > 1, "charge_limit", "above 1"),
        )

    @property
    def densities(self) -> np.ndarray:
        """A/m^2 by cycle."""
        number = np.arange(self.cycles) - self.formation_cycles
        factor = np.array(self.rates)[np.maximum(number, 0) // self.rate_cycles % len(self.rates)]
        return np.asarray(self.current_density * np.where(number < 0, self.formation_factor, factor))


@dataclass(frozen=True)
class Half:
    """A half-cycle as it goes: the current (A/m^2, signed), how long, the states of charge at its ends. One that fails
    creeps towards `stuck`, while `reach` times the cell's capacity flows."""

    density: float
    duration: float
    begin: float
    end: float
    stuck: float | None = None
    reach: float = 0.0

    def charge_after(self, share: np.ndarray | float) -> np.ndarray:
        """The state of charge after a share of the time."""
        if self.stuck is None:
            return np.asarray(self.begin + (self.end - self.begin) * np.asarray(share))
        room = self.stuck - self.begin
        return np.asarray(self.begin + room * (1 - np.exp(-np.asarray(share) * self.reach / room)))


def polarisation(cell: FullCell, density: float) -> float:
    """How far V is from U (V) once it has settled."""
    return cell.area_resistance * density + _kinetic(cell, density)


def halves_of(cell: FullCell, test: FullTest, resting: RestingVoltage) -> list[Half]:
    """All half-cycles, each from where the one before it and the rest left the cell."""
    starts_full = cell.as_assembled == "charged"
    soc = float(resting.charge_at(test.upper if starts_full else test.lower))
    found = []
    for k, density in enumerate(test.densities.tolist()):
        for direction in (-1, 1) if starts_full else (1, -1):
            whole = cell.areal_capacity * max(1 - cell.fade * k, LEAST_LEFT)
            if starts_full and (k or direction > 0):
                whole *= cell.first_efficiency  # what the first discharge used up does not come back
            accepted = cell.efficiency if k or starts_full else cell.first_efficiency
            cut = test.upper if direction > 0 else test.lower
            end = float(resting.charge_at(cut - direction * polarisation(cell, density)))
            net = accepted * density - cell.self_discharge if direction > 0 else density + cell.self_discharge
            if net <= 0 or (end - soc) * direction <= 0:
                way = "charge" if direction > 0 else "discharge"
                insist("full cell", (False, "current_density", f"a current that can {way} the cell in cycle {k + 1}"))
            one = Half(direction * density, whole * abs(end - soc) / net, soc, end)
            if direction > 0 and cell.failing_from is not None and k + 1 >= cell.failing_from:
                one = _failing(cell, test, one, whole)
            found.append(one)
            soc = max(one.end - cell.self_discharge * test.rest / whole, 0.0)
    return found


def voltages(
    cell: FullCell, test: FullTest, resting: RestingVoltage, halves: list[Half], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """V at each reading, and by half-cycle the energy over the charge."""
    points = np.arange(1, test.samples + 1) / test.samples
    fine = (np.arange(FINE) + 0.5) / FINE
    idle = np.arange(1, REST_READINGS + 1) / REST_READINGS * test.rest
    settling = 0.0  # V: what eta still lacks when a half-cycle begins
    pieces, means = [resting.at(np.array([halves[0].begin]))], []
    for one in halves:
        kinetic = float(np.sign(one.density)) * _kinetic(cell, abs(one.density))
        settling -= kinetic
        at_points, at_fine = (
            resting.at(one.charge_after(share))
            + cell.area_resistance * one.density
            + kinetic
            + settling * np.exp(-share * one.duration / cell.settles)
            for share in (points, fine)
        )
        pieces.append(at_points if one.stuck is None else at_points - _jags(cell, test.samples, rng))
        means.append(float(at_fine.mean()))
        settling = kinetic + settling * float(np.exp(-one.duration / cell.settles))
        if test.rest > 0:
            lost = cell.self_discharge * idle / cell.areal_capacity
            pieces.append(resting.at(one.end - lost) + settling * np.exp(-idle / cell.settles))
            settling *= float(np.exp(-test.rest / cell.settles))
    return np.concatenate(pieces), np.array(means)


def _kinetic(cell: FullCell, density: float) -> float:
    faces = CurrentPath(*(np.array([x]) for x in (0.0, cell.exchange, cell.temperature, 1.0)))
    return float(faces.voltage(np.array([density]))[0])


def _failing(cell: FullCell, test: FullTest, healthy: Half, whole: float) -> Half:
    """The same charge with a path beside it: it lasts until the limit on its charge, and stays below its cut-off."""
    room = max(cell.stuck * (healthy.end - healthy.begin), LEAST_ROOM)
    seconds = test.charge_limit * whole / healthy.density
    failing = replace(healthy, duration=seconds, stuck=healthy.begin + room, reach=test.charge_limit)
    return replace(failing, end=float(failing.charge_after(1.0)))


def _jags(cell: FullCell, samples: int, rng: np.random.Generator) -> np.ndarray:
    """Falls at random moments, of random size, that come back within some readings."""
    falls = np.where(rng.random(samples) < 1 / JAG_LASTS, cell.jag * rng.exponential(1.0, samples), 0.0)
    back = np.exp(-np.arange(int(5 * JAG_LASTS)) / JAG_LASTS)
    return np.asarray(np.convolve(falls, back)[:samples])

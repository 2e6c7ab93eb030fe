"""Course of a synthetic full cell: state of charge and voltage through each half-cycle.

    V = U(soc) + I R + eta(t),    eta -> 2 (2RT/F) asinh(I / 2 I0) with the time constant tau

with U from `plateaus` and I positive on charge. The state of charge follows the balance

    Q dsoc/dt = I_charge CE - I_discharge - I_self,

so the self-discharge current also acts at rest. A half-cycle ends where V reaches the cut-off, which gives its capacity
in closed form. From cycle `failing_from` on, a metallic path carries an increasing share of the charging current,

    dsoc/dt = (I/Q) [1 - (soc - soc_0)/(soc_stuck - soc_0)],

so the state of charge approaches soc_stuck, the cut-off is never reached, and a limit on the charge ends the step. The
voltage falls and recovers repeatedly as filaments burn and regrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .path import CurrentPath
from .plateaus import RestingVoltage, TruePlateau
from .truth import insist

FINE = 2000  # points per half-cycle for its energy
JAG_LASTS = 6.0  # readings
REST_READINGS = 20
LEAST_LEFT = 0.05  # of the capacity, lower limit of fading
LEAST_ROOM = 1e-3  # smallest change of the state of charge of a failing cell


@dataclass(frozen=True)
class FullCell:
    """Parameters of the cell. `area_resistance` and `exchange` define the polarisation; `settles` is tau.

    `as_assembled` = "charged" begins with a discharge (Na-S); `first_efficiency` then applies to the charge after it.
    """

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
    stuck: float = 0.75  # state of charge that a failing cell approaches, relative to a normal charge
    jag: float = 0.05  # V: mean size of its voltage falls

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
    """Protocol of a full-cell test.

    `rates`: factors on the current after formation, each for `rate_cycles`, repeated.

    `charge_limit` ends a charge at this multiple of the capacity.
    """

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
        """Current density of each cycle (A/m^2)."""
        number = np.arange(self.cycles) - self.formation_cycles
        factor = np.array(self.rates)[np.maximum(number, 0) // self.rate_cycles % len(self.rates)]
        return np.asarray(self.current_density * np.where(number < 0, self.formation_factor, factor))


@dataclass(frozen=True)
class Half:
    """A half-cycle: current density (A/m^2, signed), duration, states of charge at its ends.

    A failing one approaches `stuck` while `reach` times the capacity flows.
    """

    density: float
    duration: float
    begin: float
    end: float
    stuck: float | None = None
    reach: float = 0.0

    def charge_after(self, share: np.ndarray | float) -> np.ndarray:
        """State of charge after a share of the time."""
        if self.stuck is None:
            return np.asarray(self.begin + (self.end - self.begin) * np.asarray(share))
        room = self.stuck - self.begin
        return np.asarray(self.begin + room * (1 - np.exp(-np.asarray(share) * self.reach / room)))


def polarisation(cell: FullCell, density: float) -> float:
    """Return the steady polarisation |V - U| (V)."""
    return cell.area_resistance * density + _kinetic(cell, density)


def halves_of(cell: FullCell, test: FullTest, resting: RestingVoltage) -> list[Half]:
    """Return all half-cycles, each starting from the state after the previous one and its rest."""
    starts_full = cell.as_assembled == "charged"
    soc = float(resting.charge_at(test.upper if starts_full else test.lower))
    found = []
    for k, density in enumerate(test.densities.tolist()):
        for direction in (-1, 1) if starts_full else (1, -1):
            whole = cell.areal_capacity * max(1 - cell.fade * k, LEAST_LEFT)
            if starts_full and (k or direction > 0):
                whole *= cell.first_efficiency  # capacity lost in the first discharge is not recovered
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
    """Return V at each reading, and the mean voltage (energy over charge) of each half-cycle."""
    points = np.arange(1, test.samples + 1) / test.samples
    fine = (np.arange(FINE) + 0.5) / FINE
    idle = np.arange(1, REST_READINGS + 1) / REST_READINGS * test.rest
    settling = 0.0  # V: deviation of eta from its steady value at the beginning of a half-cycle
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
    """The same charge with a metallic path: it continues to the charge limit and stays below its cut-off."""
    room = max(cell.stuck * (healthy.end - healthy.begin), LEAST_ROOM)
    seconds = test.charge_limit * whole / healthy.density
    failing = replace(healthy, duration=seconds, stuck=healthy.begin + room, reach=test.charge_limit)
    return replace(failing, end=float(failing.charge_after(1.0)))


def _jags(cell: FullCell, samples: int, rng: np.random.Generator) -> np.ndarray:
    """Voltage falls at random times, of random size, that recover within some readings."""
    falls = np.where(rng.random(samples) < 1 / JAG_LASTS, cell.jag * rng.exponential(1.0, samples), 0.0)
    back = np.exp(-np.arange(int(5 * JAG_LASTS)) / JAG_LASTS)
    return np.asarray(np.convolve(falls, back)[:samples])

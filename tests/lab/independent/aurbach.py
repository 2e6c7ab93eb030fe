"""A Na|Cu cell in an Aurbach test: a conditioning cycle, a reservoir, cycles at a smaller charge, a strip to a cut-off.

Bookkeeping of the sodium on the copper, by the charge that truly flows: a plated charge Q adds E Q (E the true
efficiency), a stripped charge takes Q. So the last strip finds E Q_T - n (1 - E) Q_C, and
(n Q_C + Q_S)/(n Q_C + Q_T) = E (Adams et al., Adv. Energy Mater. 8, 1702097 (2018), for the method).

Voltage of the copper against sodium: -(I R + eta) while it is plated, with a dip where the copper is bare. While it is
stripped, the face shrinks with what is left of the sodium, theta = 1 - exp(-q/q0), and eta = (2RT/F)
asinh(I/(2 I0 theta)) rises to the cut-off. Signs as cyclers have them with copper as working electrode: plating is
negative, unless `mirrored`.

The offset is a share of the current of the test, with the same sign in both directions. In the "readings", the true
current is the one that was set, and the column shows more or less. In the "regulation", the column shows what was set,
and the true current differs: no file can show this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .cells import FARADAY, GAS, ROOM
from .instrument import InstrumentSettings, noisy, surviving
from .truth import EfficiencyTruth, MadeEfficiency, recording_of


@dataclass(frozen=True)
class CopperSettings:
    resistance: float = 30.0  # ohm
    exchange: float = 2e-3  # A
    nucleation: float = 0.04  # V, on bare copper
    nucleation_charge: float = 0.05  # C
    last: float = 0.02  # C, scale of q0
    cutoff: float = 0.5  # V


@dataclass(frozen=True)
class AurbachSettings:
    """The test. `conditioning_efficiency` is that of the first cycle; None leaves the conditioning out."""

    efficiency: float = 0.995
    conditioning_efficiency: float | None = 0.95
    reservoir: float = 14.4  # C, Q_T
    charge: float = 3.6  # C, Q_C
    cycles: int = 10
    current: float = 1e-3  # A
    rest: float = 0.0  # s after each step
    offset: float = 0.0  # of the current
    offset_in: str = "readings"
    offset_at_rest: bool = False  # whether the column shows the offset at rest too, or zero
    end_read: bool = True  # a reading at the end of each step
    counter: str = ""  # "net", "step" or "cycle": the instrument's own charge counter in the file
    mirrored: bool = False
    copper: CopperSettings = CopperSettings()


class Leg(NamedTuple):
    """A step: sign +1 strips, -1 plates, 0 rests; `sodium` is what lies on the copper at its start, C."""

    start: float
    end: float
    sign: int
    sodium: float
    gain: float  # of the plated charge that is kept


class Bookkeeper:
    """Sodium on the copper and the clock, step by step."""

    def __init__(self, copper: CopperSettings, current: float, true_offset: float) -> None:
        self.copper, self.current, self.true_offset = copper, current, true_offset
        self.now, self.sodium, self.legs = 0.0, 0.0, list[Leg]()

    def true(self, sign: int) -> float:
        """|I| that truly flows. The same error adds to one direction and takes from the other."""
        return self.current - sign * self.true_offset if sign else 0.0

    def _go(self, seconds: float, sign: int, gain: float) -> None:
        self.legs.append(Leg(self.now, self.now + seconds, sign, self.sodium, gain))
        self.now += seconds
        self.sodium += gain * self.true(-1) * seconds if sign < 0 else -self.true(sign) * seconds

    def plate(self, charge: float, gain: float) -> None:
        self._go(charge / self.current, -1, gain)

    def strip(self, charge: float) -> None:
        """Strip a charge, or up to the cut-off if the sodium does not last."""
        self._go(min(charge / self.current, (self.sodium - self.left_at_cutoff()) / self.true(1)), 1, 0.0)

    def strip_all(self) -> None:
        self._go((self.sodium - self.left_at_cutoff()) / self.true(1), 1, 0.0)

    def rest(self, seconds: float) -> None:
        if seconds:
            self._go(seconds, 0, 0.0)

    def left_at_cutoff(self) -> float:
        """Sodium (C) at which the voltage reaches the cut-off."""
        c, current = self.copper, self.true(1)
        theta = current / (2 * c.exchange) / np.sinh((c.cutoff - current * c.resistance) * FARADAY / (2 * GAS * ROOM))
        return float(-c.last * np.log1p(-min(theta, 0.9)))


def voltage_of(leg: Leg, into: np.ndarray, true_current: float, copper: CopperSettings) -> np.ndarray:
    """The voltage of the copper against sodium, `into` seconds after the start of a step."""
    kinetic = 2 * GAS * ROOM / FARADAY
    if leg.sign == 0:
        return np.zeros(len(into))
    if leg.sign < 0:
        bare = copper.nucleation * np.exp(-(leg.sodium + true_current * into) / copper.nucleation_charge)
        return -(true_current * copper.resistance + kinetic * np.arcsinh(true_current / 2 / copper.exchange) + bare)
    left = np.maximum(leg.sodium - true_current * into, 1e-12)
    theta = -np.expm1(-left / copper.last)
    return true_current * copper.resistance + kinetic * np.arcsinh(true_current / (2 * copper.exchange * theta))


def read_legs(
    keeper: Bookkeeper, settings: AurbachSettings, instrument: InstrumentSettings, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """The columns of the file: readings every interval from the start of each step on, at its end if they are there."""
    shown_error = settings.offset * settings.current * (settings.offset_in == "readings")
    columns: dict[str, list[np.ndarray]] = {name: [] for name in ("time", "voltage", "current", "net", "step", "cycle")}
    net, cycle = 0.0, {1: 0.0, -1: 0.0}
    before = 0
    for leg in keeper.legs:
        length = leg.end - leg.start
        into = np.arange(0.0, length, instrument.interval)
        into[0] = min(0.01, 0.01 * length)  # the first reading of a step comes at once
        into = np.r_[into, length] if settings.end_read else into
        volts = voltage_of(leg, into, keeper.true(leg.sign), settings.copper)
        shown = leg.sign * settings.current + (shown_error if leg.sign or settings.offset_at_rest else 0.0)
        if before > 0 and leg.sign < 0:
            cycle = {1: 0.0, -1: 0.0}
        before = leg.sign or before
        columns["time"].append(leg.start + into)
        columns["voltage"].append(volts)
        columns["current"].append(np.full(len(into), shown))
        columns["net"].append(net + shown * into)
        columns["step"].append(np.abs(shown) * into)
        totals = {s: cycle[s] + (abs(shown) * into if s == leg.sign else 0.0 * into) for s in (1, -1)}
        columns["cycle"].append(np.stack([totals[1], totals[-1]]))
        net += shown * length
        if leg.sign:
            cycle[leg.sign] += abs(shown) * length
    voltage = noisy(np.concatenate(columns["voltage"]), instrument, rng)
    current = np.concatenate(columns["current"])
    flows = np.abs(current) > 0.5 * settings.current
    current = current + flows * settings.current * rng.normal(0, instrument.current_noise, len(current))
    found = {"time": np.concatenate(columns["time"]), "voltage": voltage, "current": current}
    return found | _counters(columns, settings.counter)


def _counters(columns: dict[str, list[np.ndarray]], counter: str) -> dict[str, np.ndarray]:
    """The counters of the instrument in A h; they know nothing of the sampling."""
    match counter:
        case "net":
            return {"net_capacity_ah": np.concatenate(columns["net"]) / 3600}
        case "step":
            return {"step_capacity_ah": np.concatenate(columns["step"]) / 3600}
        case "cycle":
            both = np.concatenate(columns["cycle"], axis=1) / 3600
            return {"charging_capacity_ah": both[0], "discharging_capacity_ah": both[1]}
    return {}


def finished(
    columns: dict[str, np.ndarray],
    settings: AurbachSettings,
    instrument: InstrumentSettings,
    truth: EfficiencyTruth,
    seed: int,
) -> MadeEfficiency:
    """The recording of the columns, without the readings that were lost and with the signs of the instrument."""
    keep = surviving(columns["time"], instrument, np.random.default_rng([seed, 4]))
    kept = {name: values[keep] for name, values in columns.items()}
    time, voltage, current = kept.pop("time"), kept.pop("voltage"), kept.pop("current")
    if settings.mirrored:
        voltage, current = -voltage, -current
        if "net_capacity_ah" in kept:
            kept["net_capacity_ah"] = -kept["net_capacity_ah"]
        if "charging_capacity_ah" in kept:
            swapped = kept["discharging_capacity_ah"], kept["charging_capacity_ah"]
            kept["charging_capacity_ah"], kept["discharging_capacity_ah"] = swapped
    return MadeEfficiency(recording_of(f"copper-{seed}.csv", time, voltage, current, **kept), truth)


def bookkeeper_of(settings: AurbachSettings) -> Bookkeeper:
    """A bare copper at the start of the test."""
    hidden = settings.offset * settings.current * (settings.offset_in == "regulation")
    return Bookkeeper(settings.copper, settings.current, hidden)


def aurbach_legs(settings: AurbachSettings) -> Bookkeeper:
    """All steps of the test."""
    keeper = bookkeeper_of(settings)
    if settings.conditioning_efficiency is not None:
        keeper.plate(settings.reservoir, settings.conditioning_efficiency)
        keeper.rest(settings.rest)
        keeper.strip_all()
        keeper.sodium = 0.0  # what is left at the cut-off is no longer in contact
        keeper.rest(settings.rest)
    keeper.plate(settings.reservoir, settings.efficiency)
    keeper.rest(settings.rest)
    for _ in range(settings.cycles):
        keeper.strip(settings.charge)
        keeper.rest(settings.rest)
        keeper.plate(settings.charge, settings.efficiency)
        keeper.rest(settings.rest)
    keeper.strip_all()
    return keeper


def aurbach_recording(settings: AurbachSettings, instrument: InstrumentSettings, *, seed: int = 0) -> MadeEfficiency:
    """Run the test and read it with the instrument."""
    columns = read_legs(aurbach_legs(settings), settings, instrument, np.random.default_rng([seed, 3]))
    formation = () if settings.conditioning_efficiency is None else (settings.conditioning_efficiency,)
    truth = EfficiencyTruth(settings.efficiency, formation)
    return finished(columns, settings, instrument, truth, seed)

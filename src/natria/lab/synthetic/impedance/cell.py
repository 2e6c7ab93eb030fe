"""A cell for synthetic spectra: electrolyte, grain boundaries, interphase, charge transfer, a tail.

    Z A = L / sigma arc + grain boundaries + faces (interphase + charge transfer) + tail

All processes are in series. An arc has a resistance R per area, a capacitance C per area and an exponent n, with the
time constant tau = R C, so C is the effective capacitance of the arc, and Q = tau^n / R. Series of `faces` equal
electrodes: R is multiplied and C is divided by their number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ....quantity import InputError, Problem, did_you_mean
from ..truth import insist
from . import parts
from .growth import InterphaseGrowth
from .temperature import TrueTemperatureLaw

VACUUM = 8.8541878128e-12  # F/m, CODATA 2018
STEADY = TrueTemperatureLaw()

TailKind = Literal["transmissive", "blocking", "gerischer", "constant phase"]
TAILS: tuple[TailKind, ...] = ("transmissive", "blocking", "gerischer", "constant phase")


@dataclass(frozen=True)
class TrueArc:
    """Process with an arc: R (ohm m^2) and C (F/m^2) per area, of one face where it belongs to a face."""

    resistance: float
    capacitance: float
    exponent: float = 1.0
    law: TrueTemperatureLaw = STEADY

    def __post_init__(self) -> None:
        insist(
            "arc",
            (self.resistance > 0, "resistance", "above zero"),
            (self.capacitance > 0, "capacitance", "above zero"),
            (0.5 <= self.exponent <= 1, "exponent", "from 0.5 to 1"),
        )


@dataclass(frozen=True)
class TrueTail:
    """Slowest process: diffusion or a blocking electrode.

    `resistance` (ohm m^2) and `time_constant` (s) of diffusion; for a constant phase |Z| at omega = 1 / time_constant.
    """

    kind: TailKind
    resistance: float
    time_constant: float = 1.0
    exponent: float = 0.5  # of a constant phase
    law: TrueTemperatureLaw = STEADY

    def __post_init__(self) -> None:
        insist(
            "tail",
            (self.kind in TAILS, "kind", ", ".join(TAILS)),
            (self.resistance > 0, "resistance", "above zero"),
            (self.time_constant > 0, "time_constant", "above zero"),
            (0 < self.exponent <= 1, "exponent", "above 0 to 1"),
        )


@dataclass(frozen=True)
class SpectrumCell:
    """Parameters at the reference temperature of their laws.

    Without a `permittivity` the electrolyte is a resistance. `grain_boundary` is per area of the whole electrolyte.
    """

    area: float = 1e-4  # m^2
    thickness: float = 1e-3  # m, of the electrolyte
    conductivity: float = 0.03  # S/m
    permittivity: float = 0.0  # relative
    electrolyte_exponent: float = 1.0
    electrolyte_law: TrueTemperatureLaw = STEADY
    grain_boundary: TrueArc | None = None
    interphase: TrueArc | None = None
    charge_transfer: TrueArc | None = None
    tail: TrueTail | None = None
    faces: int = 2

    def __post_init__(self) -> None:
        above_zero = ("area", "thickness", "conductivity")
        insist(
            "spectrum cell",
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            (self.permittivity >= 0, "permittivity", "zero or above"),
            (0.5 <= self.electrolyte_exponent <= 1, "electrolyte_exponent", "from 0.5 to 1"),
            (self.faces in (1, 2), "faces", "1 or 2"),
        )


@dataclass(frozen=True)
class CellProcess:
    """One process of the whole cell (ohm, s, F), at one temperature.

    `grows` marks the interphase, whose resistance follows a growth.
    """

    name: str
    kind: Literal["resistance", "arc", "transmissive", "blocking", "gerischer", "constant phase"]
    resistance: float
    time_constant: float | None = None
    exponent: float | None = None
    grows: bool = False

    @property
    def capacitance(self) -> float | None:
        """Effective capacitance tau / R of an arc (F)."""
        is_arc = self.kind == "arc" and self.time_constant is not None
        return self.time_constant / self.resistance if is_arc and self.time_constant is not None else None

    @property
    def charge(self) -> float | None:
        """Q of the constant phase element in it (s^n/ohm)."""
        if self.kind not in ("arc", "constant phase") or self.time_constant is None or self.exponent is None:
            return None
        return float(self.time_constant**self.exponent / self.resistance)

    def impedance(self, omega: np.ndarray, growth: np.ndarray | float = 1.0) -> np.ndarray:
        """Z (ohm); `growth` multiplies the resistance, one entry per frequency."""
        size = self.resistance * (growth if self.grows else 1.0)
        tau, n = self.time_constant or 0.0, self.exponent or 1.0
        match self.kind:
            case "resistance":
                return np.asarray(size * np.ones(len(omega)), complex)
            case "arc":
                return parts.arc(omega, size, tau, n)
            case "transmissive":
                return parts.transmissive_diffusion(omega, size, tau)
            case "blocking":
                return parts.blocking_diffusion(omega, size, tau)
            case "gerischer":
                return parts.gerischer(omega, size, tau)
            case "constant phase":
                return parts.constant_phase(omega, tau**n / size, n)


def processes_of(cell: SpectrumCell, temperature: float = 298.15) -> tuple[CellProcess, ...]:
    """Return the processes of the cell at this temperature (K), from the electrolyte to the tail."""
    found = [_electrolyte(cell, temperature)]
    if cell.grain_boundary is not None:
        found.append(_arc("grain boundary", cell.grain_boundary, temperature, cell.area, 1))
    if cell.interphase is not None:
        one = _arc("interphase", cell.interphase, temperature, cell.area, cell.faces)
        found.append(replace(one, grows=True))
    if cell.charge_transfer is not None:
        found.append(_arc("charge transfer", cell.charge_transfer, temperature, cell.area, cell.faces))
    if (tail := cell.tail) is not None:
        factor = float(tail.law.factor(temperature))
        # D and the conductivity of the tail change alike, so R and tau have one factor.
        exponent = tail.exponent if tail.kind == "constant phase" else None
        size, tau = tail.resistance * factor / cell.area, tail.time_constant * factor
        if tail.kind == "constant phase":
            size, tau = tail.resistance / cell.area, tail.time_constant
        found.append(CellProcess("tail", tail.kind, size, tau, exponent))
    return tuple(found)


def _electrolyte(cell: SpectrumCell, temperature: float) -> CellProcess:
    factor = float(cell.electrolyte_law.factor(temperature))
    resistance = cell.thickness / (cell.conductivity * cell.area) * factor
    if not cell.permittivity:
        return CellProcess("electrolyte", "resistance", resistance)
    tau = VACUUM * cell.permittivity / cell.conductivity * factor
    return CellProcess("electrolyte", "arc", resistance, tau, cell.electrolyte_exponent)


def _arc(name: str, one: TrueArc, temperature: float, area: float, faces: int) -> CellProcess:
    factor = float(one.law.factor(temperature))
    tau = one.resistance * one.capacitance * factor
    return CellProcess(name, "arc", faces * one.resistance * factor / area, tau, one.exponent)


def cell_impedance(
    cell: SpectrumCell,
    frequency: np.ndarray,
    *,
    temperature: float = 298.15,
    time: np.ndarray | float = 0.0,
    growth: InterphaseGrowth | None = None,
) -> np.ndarray:
    """Return Z (ohm) of the cell at each frequency (1/s), each measured at its own time (s) of the growth."""
    omega = 2 * np.pi * np.asarray(frequency, float)
    factor = 1.0 if growth is None else growth.factor(time)
    return np.asarray(sum(one.impedance(omega, factor) for one in processes_of(cell, temperature)))


def _solid() -> SpectrumCell:
    """A sulfide pellet between two sodium electrodes with a grown interphase."""
    return SpectrumCell(
        permittivity=20.0,
        electrolyte_exponent=0.97,
        electrolyte_law=TrueTemperatureLaw(30e3, form="sigma T"),
        grain_boundary=TrueArc(1e-2, 2e-5, 0.9, TrueTemperatureLaw(36e3, form="sigma T")),
        interphase=TrueArc(3e-3, 1e-2, 0.85, TrueTemperatureLaw(40e3, form="T/R")),
        charge_transfer=TrueArc(2e-3, 1.0, 0.9, TrueTemperatureLaw(45e3, form="T/R")),
        tail=TrueTail("transmissive", 1e-3, 5.0),
    )


def _liquid() -> SpectrumCell:
    """A symmetric coin cell with a liquid electrolyte and an engineered interphase."""
    return SpectrumCell(
        thickness=25e-6,
        conductivity=0.08,
        electrolyte_law=TrueTemperatureLaw(3e3, 150.0),
        interphase=TrueArc(2.5e-3, 1e-2, 0.88, TrueTemperatureLaw(17.83e3, form="T/R")),
        charge_transfer=TrueArc(5e-3, 0.4, 0.85, TrueTemperatureLaw(38.39e3, form="T/R")),
        tail=TrueTail("transmissive", 2e-3, 3.0),
    )


def _blocking() -> SpectrumCell:
    """A pellet between two ion-blocking electrodes, for its conductivity."""
    return SpectrumCell(
        permittivity=20.0,
        electrolyte_exponent=0.97,
        electrolyte_law=TrueTemperatureLaw(41.5e3, form="sigma T"),
        grain_boundary=TrueArc(1e-2, 2e-5, 0.9, TrueTemperatureLaw(45e3, form="sigma T")),
        tail=TrueTail("constant phase", 0.1, 1.0, 0.88),
    )


SPECTRUM_CELLS = {"solid": _solid(), "liquid": _liquid(), "blocking": _blocking()}


def spectrum_cell(name: str) -> SpectrumCell:
    """Return a ready-made cell: solid, liquid or blocking."""
    if (found := SPECTRUM_CELLS.get(name)) is None:
        raise InputError("cell", [Problem(name, "is not a known cell", did_you_mean(name, SPECTRUM_CELLS))])
    return found

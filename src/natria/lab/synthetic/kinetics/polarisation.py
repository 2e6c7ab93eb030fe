"""Synthetic DC polarisation: the current after a step of the voltage, spectra before and after.

Bruce-Vincent: a symmetric cell with a salt electrolyte of resistance R_b and current fraction rho (Bruce, Vincent,
J. Electroanal. Chem. 225 (1987) 1). Its steady state has the resistance R_b / rho, so diffusion adds
R_d = R_b (1 / rho - 1), with tau = L^2 / (4 D). With the interfaces R_0 before and R_s after,

    I_0 = V / (R_b + R_0),  I_s = V / (R_b / rho + R_s),  rho = I_s (V - I_0 R_0) / (I_0 (V - I_s R_s)).

Electronic: a mixed conductor between ion-blocking electrodes. R = R_e R_i / (R_e + R_i) at first, R_e in the end; the
stoichiometry between adds R_d = R_e - R with tau = L^2 / (4 D~) (Jamnik, Maier, J. Electrochem. Soc. 146 (1999) 4183).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....record import CURRENT, TIME, VOLTAGE, Recording
from ..impedance import Analyser, AnalyserSweep, SpectrumCell, SyntheticSpectrum, TrueArc, TrueTail, synthetic_spectrum
from ..truth import insist, recorded
from .noise import CurrentNoise
from .transient import DiffusionBranch, step_current

BRUCE_VINCENT, ELECTRONIC = "synthetic_bruce_vincent", "synthetic_electronic_polarisation"


@dataclass(frozen=True)
class VoltageStep:
    """A step of `voltage` (V) for `duration` (s), read from `first` (s) on, ever less often."""

    voltage: float = 0.01
    duration: float = 4 * 3600.0
    first: float = 0.01
    points: int = 300

    def __post_init__(self) -> None:
        insist(
            "voltage step",
            (self.voltage > 0, "voltage", "above zero"),
            (0 < self.first < self.duration, "first", "above zero and below the duration"),
            (10 <= self.points <= 100_000, "points", "from 10 to 100000"),
        )

    @property
    def time(self) -> np.ndarray:
        return np.asarray(np.geomspace(self.first, self.duration, self.points))


@dataclass(frozen=True)
class SaltCell:
    """A symmetric cell with a salt electrolyte; interfaces (ohm m^2) are those of both faces.

    The interfaces change linearly during the first half of the step, and stay.
    """

    conductivity: float = 0.02  # S/m
    fraction: float = 0.35  # current fraction rho
    diffusivity: float = 1e-11  # m^2/s
    thickness: float = 100e-6  # m
    area: float = 1e-4  # m^2
    before: float = 8e-3  # ohm m^2
    after: float = 9e-3  # ohm m^2
    capacitance: float = 1e-2  # F/m^2, of the interfaces of both faces in series

    def __post_init__(self) -> None:
        above_zero = ("conductivity", "diffusivity", "thickness", "area", "before", "after", "capacitance")
        insist(
            "salt cell",
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            (0 < self.fraction <= 1, "fraction", "above 0 to 1"),
        )


@dataclass(frozen=True)
class MixedConductor:
    """A pellet between ion-blocking electrodes."""

    ionic: float = 0.03  # S/m
    electronic: float = 1e-6  # S/m
    diffusivity: float = 1e-9  # m^2/s, chemical
    thickness: float = 1e-3  # m
    area: float = 1e-4  # m^2

    def __post_init__(self) -> None:
        names = ("ionic", "electronic", "diffusivity", "thickness", "area")
        insist("mixed conductor", *((getattr(self, name) > 0, name, "above zero") for name in names))


@dataclass(frozen=True)
class BruceVincentTruth:
    """True values in SI; resistances in ohm of the cell, currents in A."""

    current_fraction: float
    voltage: float
    bulk_resistance: float
    interface_before: float
    interface_after: float
    initial_current: float
    steady_current: float  # after an infinite time, with the interfaces as they are after
    last_current: float  # at the last reading, exact
    time_constant: float
    conductivity: float
    thickness: float
    area: float
    exact_current: tuple[float, ...]  # without the reading at rest


@dataclass(frozen=True)
class ElectronicTruth:
    """True values in SI; resistances in ohm of the cell, currents in A."""

    electronic_conductivity: float
    ionic_conductivity: float
    voltage: float
    electronic_resistance: float
    initial_resistance: float
    initial_current: float
    steady_current: float
    last_current: float
    time_constant: float
    thickness: float
    area: float
    exact_current: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class SyntheticPolarisation:
    """The recording begins with a reading at rest; `before` and `after` are spectra of the cell."""

    recording: Recording
    truth: BruceVincentTruth | ElectronicTruth
    before: SyntheticSpectrum | None = None
    after: SyntheticSpectrum | None = None


USUAL_SALT, USUAL_MIXED, USUAL_STEP = SaltCell(), MixedConductor(), VoltageStep()
USUAL_NOISE, USUAL_ANALYSER = CurrentNoise(0.002, 1e-11), Analyser(noise=0.002)
SWEEP = AnalyserSweep(1e5, 0.1, 60)


def bruce_vincent(
    seed: int,
    *,
    cell: SaltCell = USUAL_SALT,
    step: VoltageStep = USUAL_STEP,
    noise: CurrentNoise = USUAL_NOISE,
    analyser: Analyser = USUAL_ANALYSER,
) -> SyntheticPolarisation:
    """Return a polarisation of a symmetric cell, with spectra before and after."""
    bulk = cell.thickness / (cell.conductivity * cell.area)
    before, after = cell.before / cell.area, cell.after / cell.area
    tau = cell.thickness**2 / (4 * cell.diffusivity)
    diffusion = bulk * (1 / cell.fraction - 1)

    def ohms(time: np.ndarray) -> np.ndarray:
        return np.asarray(bulk + before + (after - before) * np.minimum(2 * time / step.duration, 1.0))

    exact = step_current(step.voltage, ohms, DiffusionBranch(diffusion, tau), step.time)
    truth = BruceVincentTruth(
        current_fraction=cell.fraction,
        voltage=step.voltage,
        bulk_resistance=bulk,
        interface_before=before,
        interface_after=after,
        initial_current=step.voltage / (bulk + before),
        steady_current=step.voltage / (bulk / cell.fraction + after),
        last_current=float(exact[-1]),
        time_constant=tau,
        conductivity=cell.conductivity,
        thickness=cell.thickness,
        area=cell.area,
        exact_current=tuple(exact.tolist()),
    )
    recording = _recorded(BRUCE_VINCENT, seed, exact, step=step, noise=noise, cell=cell)
    spectra = [
        synthetic_spectrum(
            seed + k,
            cell=_spectrum_cell(cell, size, diffusion * cell.area, tau),
            sweep=SWEEP,
            analyser=analyser,
        )
        for k, size in ((1, cell.before), (2, cell.after))
    ]
    return SyntheticPolarisation(recording, truth, *spectra)


def electronic_polarisation(
    seed: int, *, cell: MixedConductor = USUAL_MIXED, step: VoltageStep = USUAL_STEP, noise: CurrentNoise = USUAL_NOISE
) -> SyntheticPolarisation:
    """Return a polarisation of a mixed conductor between ion-blocking electrodes."""
    scale = cell.thickness / cell.area
    electronic, first = scale / cell.electronic, scale / (cell.electronic + cell.ionic)
    tau = cell.thickness**2 / (4 * cell.diffusivity)
    branch = DiffusionBranch(electronic - first, tau)
    exact = step_current(step.voltage, lambda time: np.full(len(time), first), branch, step.time)
    truth = ElectronicTruth(
        electronic_conductivity=cell.electronic,
        ionic_conductivity=cell.ionic,
        voltage=step.voltage,
        electronic_resistance=electronic,
        initial_resistance=first,
        initial_current=step.voltage / first,
        steady_current=step.voltage / electronic,
        last_current=float(exact[-1]),
        time_constant=tau,
        thickness=cell.thickness,
        area=cell.area,
        exact_current=tuple(exact.tolist()),
    )
    return SyntheticPolarisation(_recorded(ELECTRONIC, seed, exact, step=step, noise=noise, cell=cell), truth)


def _spectrum_cell(cell: SaltCell, interface: float, diffusion: float, tau: float) -> SpectrumCell:
    """Return the cell of a spectrum; its interfaces are one arc."""
    arc = TrueArc(interface, cell.capacitance, 0.9)
    # Without concentration gradients at a fraction of 1 there is no tail.
    tail = TrueTail("transmissive", diffusion, tau) if diffusion > 0 else None
    return SpectrumCell(cell.area, cell.thickness, cell.conductivity, interphase=arc, tail=tail, faces=1)


def _recorded(
    name: str, seed: int, exact: np.ndarray, *, step: VoltageStep, noise: CurrentNoise, cell: SaltCell | MixedConductor
) -> Recording:
    """Return the recording of a step, with a reading at rest before it."""
    seen = noise.read(np.random.default_rng(seed), exact)
    columns = {
        TIME: np.r_[0.0, step.time],
        VOLTAGE: np.r_[0.0, np.full(len(exact), step.voltage)],
        CURRENT: np.r_[0.0, seen],
    }
    return recorded(name, seed, columns, cell=cell, step=step, noise=noise)

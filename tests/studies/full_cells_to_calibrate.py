"""A full cell whose numbers are known, and its recording as an instrument would have written it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from natria.design import Case, load_case
from natria.models.cell import Leg, legs, pack, prepare, recording_of, run
from natria.models.cell.analysis.impedance import spectrum
from natria.record import Recording
from natria.studies.opening.overrides import with_given

SYSTEM = "chi2022/na-s"
SHARE, FASTNESS, FILM = (
    f"counter.conversion.{name}" for name in ("usable_share", "exchange_current_density", "reaction_area_ratio")
)
TRUTH = {SHARE: 0.8, FASTNESS: 0.3, FILM: 15.0}  # SI
TRUE = {SHARE: "80 %", FASTNESS: "0.03 mA/cm^2", FILM: "15"}
FIRST = {SHARE: "{ value = 95, unit = '%', std = 5, why = 'a first value' }"}
NOISE, CHARGE, ERROR = 2e-3, 0.005, 0.02  # V; relative; of both parts of an impedance
AT, REST = 0.4, 7200.0  # of the first discharge, and the rest before a spectrum (s)
FREQUENCIES = np.geomspace(1e5, 1.0, 26)


def case() -> Case:
    return load_case("chi2022")


def recorded(true: Mapping[str, str] = MappingProxyType(TRUE)) -> Recording:
    """What the cell with the true numbers shows in its first cycle, without noise."""
    prepared = prepare(with_given(case().design(SYSTEM), true))
    done = run(pack(prepared.cell), legs(prepared.blocks, "full", 1), prepared.limits)
    return recording_of(prepared, np.concatenate([one.rows for one in done]))


def written(made: Recording, file: Path, seed: int) -> Path:
    """The file of a recording with noise of the voltage and an error of each charge."""
    random = np.random.default_rng(seed)
    factor = 1 + CHARGE * random.standard_normal(2)
    current = made.current * np.where(made.current < 0, factor[0], factor[1])
    volts = made.voltage + NOISE * random.standard_normal(len(made))
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(file, np.stack([made.time, volts, current], axis=1), "%.10g", ",", header=head, comments="")
    return file


def impedance(true: Mapping[str, str], charge: float) -> np.ndarray:
    """The impedance (ohm) of the cell with the true numbers; its first discharge passes this charge (C/m^2) in all."""
    prepared = prepare(with_given(case().design(SYSTEM), true), charging=True)
    packed = pack(prepared.cell)
    (down,) = (leg for leg in legs(prepared.blocks, "full", 1) if leg.current < 0)
    program = [replace(down, seconds=AT * charge / -down.current, volts=None), Leg(1, 1, 1, "rest", 0.0, REST)]
    *_, last = run(packed, program, prepared.limits)
    table = spectrum(packed, last.state.y, prepared.origin, at=FREQUENCIES)
    z = table.columns["z_real"].numbers + 1j * table.columns["z_imaginary"].numbers
    return np.asarray(z / prepared.cell.area)


def charge_of(made: Recording) -> float:
    """The charge (C/m^2) of the first discharge."""
    down = made.current < 0
    return float(-np.trapezoid(made.current[down], made.time[down]) / prepare(case().design(SYSTEM)).cell.area)


def written_spectrum(z: np.ndarray, file: Path, seed: int) -> Path:
    """The file of a spectrum with an error of both parts."""
    random = np.random.default_rng(seed)
    z = z + ERROR * np.abs(z) * (random.standard_normal(len(z)) + 1j * random.standard_normal(len(z)))
    np.savetxt(
        file, np.stack([FREQUENCIES, z.real, z.imag], 1), "%.10g", ",", header="f/Hz,Z'/ohm,Z''/ohm", comments=""
    )
    return file

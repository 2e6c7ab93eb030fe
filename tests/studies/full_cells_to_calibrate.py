"""A full cell whose numbers are known, and its recording as an instrument would have written it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from natria.design import Case, load_case
from natria.models.cell import legs, pack, prepare, recording_of, run
from natria.record import Recording
from natria.studies.opening.overrides import with_given

SYSTEM = "chi2022/na-s"
SHARE, FASTNESS, FILM = (
    f"counter.conversion.{name}" for name in ("usable_share", "exchange_current_density", "reaction_area_ratio")
)
TRUTH = {SHARE: 0.8, FASTNESS: 0.3, FILM: 15.0}  # SI
TRUE = {SHARE: "80 %", FASTNESS: "0.03 mA/cm^2", FILM: "15"}
FIRST = {SHARE: "{ value = 95, unit = '%', std = 5, why = 'a first value' }"}
NOISE, CHARGE = 2e-3, 0.005  # V; relative


def case() -> Case:
    return load_case("chi2022")


def recorded() -> Recording:
    """What the cell with the true numbers shows in its first cycle, without noise."""
    prepared = prepare(with_given(case().design(SYSTEM), TRUE))
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

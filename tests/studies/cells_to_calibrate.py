"""A small cell whose numbers are known, and recordings of it as an instrument would have written them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from natria.design import Case, case_of
from natria.models.cell import legs, pack, prepare, recording_of, run
from natria.record import Recording

FILM, FACE, SALT = (
    "interphase.film.ionic_conductivity",
    "working.exchange_current_density",
    "electrolyte.separator.salt_diffusivity",
)
TRUTH = {FILM: 6e-3, FACE: 4.0, SALT: 5e-10}  # SI
UNIT = {FILM: "S/m", FACE: "A/m^2", SALT: "m^2/s"}
SLOW_AND_FAST = [
    *("plate 0.3 mA/cm^2 for 10 min", "strip 0.3 mA/cm^2 for 10 min", "repeat 1"),
    *("plate 3 mA/cm^2 for 10 min", "strip 3 mA/cm^2 for 10 min", "rest 2 min", "repeat 1"),
]


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


DESIGN: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "area": "1.13 cm^2",
    "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1.3, "mA/cm^2")},
    "interphase": {"film": {"thickness": "3 um", "ionic_conductivity": known(1e-4, "S/cm")}},
    "electrolyte": {
        "separator": {
            "material": "NaCF3SO3 in diglyme",
            "separator": "Celgard",
            "thickness": "100 um",
            "salt_concentration": "1 mol/L",
            "properties": {"thermodynamic_factor": known(1, "1")},
        }
    },
    "protocol": {"steps": SLOW_AND_FAST},
}


def case_with(patch: Mapping[str, Any] | None = None) -> Case:
    """The case whose first values are not the true ones."""
    case = case_of(DESIGN, "cell", "a test")
    return case_of({**case.base.with_(patch).document}, "cell", "a test") if patch else case


def recorded(case: Case | None = None, *, cycles: int = 2, samples: int = 60, **patch: Any) -> Recording:
    """What the cell with the true numbers shows, without noise."""
    true = {path: known(value, UNIT[path]) for path, value in TRUTH.items()}
    prepared = prepare((case or case_with()).base.with_({**true, **patch}))
    done = run(pack(prepared.cell), legs(prepared.blocks, prepared.cell.kind, cycles), samples=samples)
    return recording_of(prepared, np.concatenate([one.rows for one in done]))


def written(recording: Recording, file: Path, noise: float = 0.0, seed: int = 0) -> str:
    """As the file of an instrument, which says nothing of a simulation."""
    voltage = recording.voltage + noise * np.random.default_rng(seed).standard_normal(len(recording))
    columns = np.stack([recording.time, voltage, recording.current], axis=1)
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(file, columns, "%.10g", ",", header=head, comments="")
    return str(file)

"""Energy, forces and stress of one structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...laws.constants import ELEMENTARY_CHARGE
from ...record.structure import ANGSTROM

EV = ELEMENTARY_CHARGE  # J
FORCE = EV / ANGSTROM  # N, of 1 eV/angstrom
STRESS = EV / ANGSTROM**3  # Pa, of 1 eV/angstrom^3


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Energy (J), forces (N, a row an atom) and stress (Pa, 3 x 3, tension positive).

    The energy is the one whose derivatives are the forces. A calculator without stress gives nan. `seconds` is what the
    calculator took.
    """

    energy: float
    forces: np.ndarray
    stress: np.ndarray
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return energy, forces and stress (None where there is none); numbers come back exactly."""
        stress = None if np.isnan(self.stress).any() else self.stress.tolist()
        return {"energy": self.energy, "forces": self.forces.tolist(), "stress": stress}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Evaluation:
        """Return the evaluation that `to_json` wrote; the time may stand beside it."""
        stress = np.full((3, 3), np.nan) if row["stress"] is None else np.array(row["stress"])
        return cls(row["energy"], np.array(row["forces"]).reshape(-1, 3), stress, float(row.get("seconds", 0.0)))

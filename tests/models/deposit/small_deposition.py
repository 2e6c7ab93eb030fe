"""A small deposition in plain numbers that several tests share."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from natria.models.deposit.of_design.case import (
    DepositedMetal,
    DepositionCase,
    DepositionLayer,
    DepositionSalt,
    DepositionStart,
)

SMALL = DepositionCase(
    size=(16e-6, 16e-6, 0.0),
    front_width=3e-6,
    cells_across=6,
    metal=DepositedMetal(42_000, 1.0, 0.5, 0.24, 2.5e-7),
    salt=DepositionSalt(1000, 1e-10, 0.2, 0.5, 298.15),
    start=DepositionStart(4e-6, 2, (1.5e-6, 2e-6), 1),
    layer=None,
    current=None,
    voltage=0.3,
    noise=0.1,
    noise_time=1.0,
    anisotropy=0.0,
    time=20.0,
    charge=inf,
    outputs=5,
    error=3e-3,
)


def small(*, law: str, thickness: float, conductivity: float = 1e-3) -> DepositionCase:
    """Return the same with a layer."""
    return replace(SMALL, layer=DepositionLayer(law, thickness, conductivity))

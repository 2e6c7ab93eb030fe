"""The device of a run by its settings."""

from __future__ import annotations

import numpy as np

from ..settings import DepositSettings
from .cpu import cpu
from .device import Device

REALS: dict[str, type] = {"double": np.float64, "single": np.float32}


def device_of(settings: DepositSettings) -> Device:
    """Return the device; a GPU is looked for only where it is asked for."""
    if settings.device == "cuda":
        from .cuda.opening import gpu

        return gpu()
    return cpu(settings.threads)

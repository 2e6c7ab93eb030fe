"""Where sodium plates late in a half-cycle, without integrating in time.

A place on which sodium plates at all is covered sooner or later and then has no barrier; less overpotential follows,
so no further place nucleates because of it. The state is found by repeating: plate, cover what plates, plate again.
The space inside is full by then, so nothing plates within. It is what `course` tends to for a large charge.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .balance import COVERED, PlatedCover
from .layer import MixedLayer
from .linear import linear_profile
from .mesh import MixedMesh
from .newton import stationary
from .profile import MixedProfile

ROUNDS = 5  # three places nucleate at most one after another


def settled(layer: MixedLayer, current: float, mesh: MixedMesh | None = None) -> MixedProfile:
    """Return the profile after the places that nucleate are covered and the space inside is full."""
    closed = replace(layer, area=0.0, room=0.0)
    cover = PlatedCover(under=1.0 if layer.is_sodium else 0.0)
    for _ in range(ROUNDS):
        found = stationary(closed, current, cover, mesh)
        seen = PlatedCover(float(found.plated[0] > 0), 0.0, float(layer.is_sodium or found.plated[2] > 0))
        if seen == cover:
            return found
        cover = seen
    return found


def covered_profile(layer: MixedLayer, current: float, mesh: MixedMesh | None = None) -> MixedProfile:
    """Return the profile with sodium everywhere; in closed form where the kinetics are linear."""
    found = stationary(layer, current, COVERED, mesh)
    if layer.law.law != "linear":
        return found
    free = replace(
        layer,
        top=replace(layer.top, nucleation=0.0),
        within=replace(layer.within, nucleation=0.0),
        under=replace(layer.under, nucleation=0.0),
    )
    return linear_profile(free, current, np.asarray(found.z))

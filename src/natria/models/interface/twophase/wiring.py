"""Which voxels carry a current: those with a path of conducting faces to both electrodes.

All others have a known potential, or none: a voxel that reaches one electrode alone has that of the electrode, and a
floating island any. The equations are solved where a current flows only, so they have one solution.

Faces that conduct far less than the best path does are no path. With g_c the greatest conductance for which faces from
it upwards still span (Ambegaokar, Halperin and Langer, Phys. Rev. B 4, 2612 (1971)), faces below FAINT g_c are left out
of the search: islands that hang on them float. What this changes has a bound (Dirichlet's principle, a voltage of 1):

    0 <= G - G_without <= sum of the conductances left out
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .faces import Faces
from .percolation_kernels import reached

FAINT = 1e-14  # of g_c: all faces below it together are less than rounding of the best path
LAST, BOTH = 2, 3  # electrodes that a voxel reaches


@dataclass(frozen=True, eq=False)
class Wiring:
    """Faces between voxels that carry a current, where these are, and the potential of all others."""

    faces: Faces
    carrying: np.ndarray
    potential: np.ndarray  # 1 where only the electrode at 1 is reached, else 0

    @property
    def spans(self) -> bool:
        return bool(self.carrying.any())


def wiring(faces: Faces) -> Wiring:
    """Return the part of the voxels that connects both electrodes."""
    least = _least(faces)
    to = _reached(faces, least)
    carrying = to == BOTH
    return Wiring(_between(faces, carrying, least), carrying, (to == LAST).astype(float))


def _least(faces: Faces) -> float:
    """Return the conductance up to which a face is no path; 0 unless its loss is below rounding."""
    sizes = np.unique(np.concatenate([np.unique(one) for one in faces.sides]))
    sizes = sizes[sizes > 0]
    if len(sizes) < 2 or sizes[0] > FAINT * sizes[-1]:
        return 0.0
    low, high = 0, len(sizes) - 1  # faces above sizes[at - 1] span at `low`, or nothing spans
    while low < high:
        at = (low + high + 1) // 2
        low, high = (at, high) if _spans(faces, float(sizes[at - 1])) else (low, at - 1)
    return FAINT * float(sizes[low])


def _spans(faces: Faces, least: float) -> bool:
    return bool((_reached(faces, least) == BOTH).any())


def _reached(faces: Faces, least: float) -> np.ndarray:
    out = np.empty(faces.shape, np.uint8)
    reached(faces.sides, least, out)
    return out


def _between(faces: Faces, carrying: np.ndarray, least: float) -> Faces:
    """Return the faces that carry a current; zero where one of the sides carries none."""
    x = np.where(faces.x > least, faces.x, 0.0)
    x[:-1] *= carrying
    x[1:] *= carrying
    y, z = (
        np.where(g > least, g, 0.0) * (carrying & np.roll(carrying, -1, axis))
        for axis, g in ((1, faces.y), (2, faces.z))
    )
    return Faces(x, y, z, faces.length)

"""Where sodium plates against the ratio of the conductivities and the thickness of a layer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ....quantity import ModelError
from ....record import Table, numbers
from .course import MixedIntegration, plating_course
from .layer import MixedLayer
from .mesh import MixedMesh
from .tables import MAP, PLACES

QUICK = MixedIntegration(MixedMesh(cells=32, per_length=4.0, growth=3.0, coarsest=1.0), 1e-4, 1e-6, 3, 0.5)


@dataclass(frozen=True)
class PlatingMap:
    """Decades of conductivity ratio and thickness about a layer, points, and the quick integration."""

    ratio_decades: float = 4.0
    thickness_decades: float = 2.0
    points: int = 13
    integration: MixedIntegration = QUICK

    def __post_init__(self) -> None:
        if not (0 < self.ratio_decades <= 12 and 0 < self.thickness_decades <= 4 and 2 <= self.points <= 200):
            raise ModelError("a map out of bounds", "give up to 12 and 4 decades either way, and 2 to 200 points")


def plating_map(layer: MixedLayer, current: float, charge: float, settings: PlatingMap | None = None) -> Table:
    """Return the shares at the end of a half-cycle on a grid about a layer.

    The ratio sigma_e/sigma_i moves sigma_e and leaves sigma_i: so the thickness alone sets what ions lose.
    """
    used = settings or PlatingMap()
    ratio = layer.electronic / layer.ionic
    ratios = np.geomspace(ratio / 10**used.ratio_decades, ratio * 10**used.ratio_decades, used.points)
    thicknesses = layer.thickness * np.geomspace(10**-used.thickness_decades, 10**used.thickness_decades, used.points)
    rows = np.array([(one, h) for one in ratios for h in thicknesses])
    found = []
    for one, h in rows:
        here = replace(layer, electronic=float(one) * layer.ionic, thickness=float(h))
        found.append(plating_course(here, current, charge, used.integration).shares)
    columns = {"conductivity_ratio": numbers("1", rows[:, 0]), "thickness": numbers("m", rows[:, 1])}
    columns |= {f"share_{place}": numbers("1", one) for place, one in zip(PLACES, np.transpose(found), strict=True)}
    return Table(MAP, "Where sodium plates, by conductivity ratio and thickness", columns)

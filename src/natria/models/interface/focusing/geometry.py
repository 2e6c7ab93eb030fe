"""Geometry of a defect at the face of an electrode; what is no geometry is refused. SI.

The electrode's face lies at y = 0, the electrolyte above it up to the other electrode. x is the distance from the
symmetry plane of a defect (planar) or from its axis. A cell ends at x = half_width, half of the distance between
defects of an array. The cell of an isolated defect ends where the current is even again (`isolated_cell`), and the
applied current is that at its end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, cos, hypot, inf, isfinite, pi, sin, sqrt
from typing import Literal

import numpy as np

from ....quantity import ModelError

Shape = Literal["pore", "contact loss", "island", "bump", "inclusion"]
SHAPES: dict[Shape, str] = {
    "pore": "an insulating half ellipse in the electrolyte at the face",
    "contact loss": "a flat part of the face without contact",
    "island": "a flat part of the face that alone has contact",
    "bump": "a half ellipse of metal on the face, all of it in contact",
    "inclusion": "an insulating ball that protrudes from the face: a cap of a circle",
}
FLAT: frozenset[str] = frozenset({"contact loss", "island"})
LEAST_GAP = 0.02  # of the radius: room between neighbouring defects, or between a defect and the end of its layer
LEAST_LAYER = 1e-3  # thickness of a layer over the radius of the defect; a thinner one is a film
LEAST_SLOPE = 0.05  # height over radius, and its inverse: thinner than that is a line
FAR_RADII = 20.0  # half width over radius of the cell of an isolated defect, at least
FAR_LAYERS = 3.0  # the same over the thickness of the electrolyte: what is uneven decays as exp(-pi x / (2 thickness))
CAP_MOST = 4.0  # height over radius of an inclusion; above it the electrolyte below its waist is a thin wedge


@dataclass(frozen=True)
class Conductor:
    """A layer of electrolyte: thickness (m) and conductivity (S/m)."""

    thickness: float
    conductivity: float

    def __post_init__(self) -> None:
        _above_zero("the conductivity of an electrolyte layer", self.conductivity, "S/m")
        _above_zero("the thickness of an electrolyte layer", self.thickness, "m")


@dataclass(frozen=True)
class DefectCell:
    """A defect in its cell. Lengths in m; `height` counts from the face and is 0 for flat shapes.

    `layers` go from the face outwards. The defect stays within the first of them. The applied current is the mean of
    the whole face, and that at the end of the cell where the defect is isolated.
    """

    shape: Shape
    radius: float
    half_width: float
    layers: tuple[Conductor, ...]
    height: float = 0.0
    axisymmetric: bool = False
    is_isolated: bool = False
    largest: float = inf  # half width of the whole face

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ModelError(f"the shape of a defect is {self.shape!r}", f"write one of: {', '.join(SHAPES)}")
        _above_zero("the radius of a defect", self.radius, "m")
        _above_zero("half of the distance between defects", self.half_width, "m")
        if not self.layers:
            raise ModelError("a defect lies at no electrolyte", "give at least one layer of electrolyte")
        self._check_face()
        self._check_layers()
        if self.half_width < self.reach * (1 + LEAST_GAP):
            what = f"a defect that reaches {_um(self.reach)} um from its axis is larger than its cell of half width"
            raise ModelError(
                f"{what} {_um(self.half_width)} um",
                f"give a spacing above {_um(2 * self.reach * (1 + LEAST_GAP))} um, or a smaller defect",
            )
        if self.is_flat:
            if self.height:
                raise ModelError(f"a defect of shape {self.shape!r} has a height", "leave the height out: it is flat")
        else:
            self._check_height()

    def _check_face(self) -> None:
        if self.reach * (1 + LEAST_GAP) > self.largest:
            what = f"a defect that reaches {_um(self.reach)} um from its axis is larger than the face of the cell"
            fix = f"the area of the design is that of a disc of {_um(self.largest)} um; give a smaller defect"
            raise ModelError(what, fix)
        if self.half_width > self.largest * (1 + 1e-9):
            what = (
                f"neighbours {_um(2 * self.half_width)} um away lie outside the face of radius {_um(self.largest)} um"
            )
            raise ModelError(what, "give a smaller spacing, or none for a defect that is alone")
        if self.is_isolated and self.shape == "island":
            what = "an island without a spacing takes the current of a face without an end"
            raise ModelError(what, "give the spacing of the islands: it says how much of the face is lost")

    def _check_layers(self) -> None:
        for number, layer in enumerate(self.layers, 1):
            if layer.thickness < LEAST_LAYER * self.radius:
                least = _um(LEAST_LAYER * self.radius)
                what = f"the mesh of a defect of radius {_um(self.radius)} um is too coarse for its layer {number} of "
                fix = f"give it as a film of the interphase; the least thickness here is {least} um"
                raise ModelError(f"{what}{_um(layer.thickness)} um", fix)

    def _check_height(self) -> None:
        _above_zero("the height of a defect", self.height, "m")
        ratio, first = self.height / self.radius, self.layers[0].thickness
        most = CAP_MOST if self.shape == "inclusion" else 1 / LEAST_SLOPE
        if not LEAST_SLOPE <= ratio <= most:
            fix = f"give a height of {_um(LEAST_SLOPE * self.radius)} to {_um(most * self.radius)} um, or a flat shape"
            raise ModelError(f"the height of a defect is {ratio:.3g} of its radius", fix)
        if self.height > first - LEAST_GAP * min(self.radius, self.height):
            what = f"a defect of height {_um(self.height)} um does not lie within its layer of {_um(first)} um"
            raise ModelError(what, "give a lower defect or a thicker layer: a defect stays within the first layer")

    def scaled(self, radius: float) -> DefectCell:
        """Return the cell of a defect of another radius and the same shape, in the same layers.

        The distance to the neighbours grows with it. A defect that is alone gets a cell of its own size.
        """
        ratio = radius / self.radius
        if self.is_isolated:
            height = self.height * ratio
            return isolated_cell(self.shape, radius, self.layers, height, turns=self.axisymmetric, largest=self.largest)
        return replace(self, radius=radius, half_width=self.half_width * ratio, height=self.height * ratio)

    @property
    def is_flat(self) -> bool:
        """Whether the defect is a part of the face alone."""
        return self.shape in FLAT

    @property
    def reach(self) -> float:
        """Largest distance of the defect from its axis (m): of a ball above its waist, that of the waist."""
        if self.shape == "inclusion" and self.height > self.radius:
            return self._circle()[1]
        return self.radius

    @property
    def face_area(self) -> float:
        """Area of the cell's face: m per m of depth (planar) or m^2, over 2 pi (axisymmetric)."""
        return self.half_width**2 / 2 if self.axisymmetric else self.half_width

    @property
    def contact_area(self) -> float:
        """Area of the contact if it were flat, in the units of `face_area`."""
        lost = self.radius**2 / 2 if self.axisymmetric else self.radius
        match self.shape:
            case "bump":
                return self.face_area
            case "island":
                return lost
        return self.face_area - lost

    @property
    def thickness(self) -> float:
        """Thickness of all layers together, m."""
        return sum(layer.thickness for layer in self.layers)

    def _circle(self) -> tuple[float, float]:
        """Height of the centre, and radius, of the circle through (radius, 0) and (0, height)."""
        return (self.height**2 - self.radius**2) / (2 * self.height), (self.height**2 + self.radius**2) / (
            2 * self.height
        )

    def surface(self, angle: float) -> float:
        """Distance from the origin to the surface of the defect, at an angle above the face (rad)."""
        c, s = cos(angle), sin(angle)
        if self.shape == "inclusion":
            centre, radius = self._circle()
            return centre * s + sqrt(max(radius**2 - (centre * c) ** 2, 0.0))
        return 1 / hypot(c / self.radius, s / self.height)

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Place over that of the surface in the same direction: below 1 within the defect."""
        if self.shape == "inclusion":
            angle = np.arctan2(y, x)
            centre, radius = self._circle()
            far = centre * np.sin(angle) + np.sqrt(radius**2 - (centre * np.cos(angle)) ** 2)
            return np.asarray(np.hypot(x, y) / far)
        return np.asarray(np.hypot(x / self.radius, y / self.height))

    @property
    def edge_angle(self) -> float:
        """Angle of the electrolyte at the edge (rad): pi for flat shapes, pi/2 for half ellipses."""
        if self.is_flat:
            return pi
        if self.shape != "inclusion":
            return pi / 2
        centre, _ = self._circle()
        return pi / 2 - atan2(centre, self.radius)

    @property
    def has_singular_edge(self) -> bool:
        """Whether a primary current has no bound at the edge: its angle is more than a right one."""
        return self.shape != "bump" and self.edge_angle > pi / 2 * (1 + 1e-9)


def isolated_cell(
    shape: Shape,
    radius: float,
    layers: tuple[Conductor, ...],
    height: float = 0.0,
    *,
    turns: bool = False,
    largest: float = inf,
) -> DefectCell:
    """Return the cell of a defect that is alone on a face of the half width `largest` (m).

    A defect that is not small beside the face is not isolated: its cell is the whole face, and the applied current is
    the mean there.
    """
    width = max(FAR_RADII * radius, FAR_LAYERS * sum(layer.thickness for layer in layers))
    is_isolated = FAR_RADII * radius <= largest or shape == "island"
    return DefectCell(shape, radius, min(width, largest), layers, height, turns, is_isolated, largest)


def _above_zero(what: str, value: float, unit: str) -> None:
    if not (isfinite(value) and value > 0):
        raise ModelError(f"{what} is {value:g} {unit}", "give a number above zero")


def _um(metres: float) -> str:
    return f"{metres * 1e6:.4g}"

"""The equations of a defect's cell on one mesh: Laplace, and a law of current at the contact.

    div(sigma grad phi) = 0
    contact:  sigma dphi/dn = -i(phi)       Butler-Volmer behind a film, phi over the metal; or phi = 0 (primary)
    other electrode: one potential, chosen so that the mean current is the applied one
    all else: no current

in the weak form  int sigma grad phi . grad v + int_contact i(phi) v = I v(other electrode),  for each v of the
elements that is constant on the other electrode; with a weight x where the cell turns about an axis. v = 1 gives
int i = I on every mesh.

Scaled: lengths by the radius, potentials by RT/F, currents by the applied one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....laws import FARADAY, GAS
from ....quantity import ModelError
from .blocks import TOUCH
from .contact import Contact, contact_of
from .elements import QUADRATURE, element_of, products_of_gradients
from .geometry import DefectCell
from .kinetics import FaceLaw, Kinetics, Stress, face_law
from .mesh import curved


@dataclass(frozen=True)
class Load:
    """The applied current density (A/m^2, positive plates), its law and stress.

    It is the mean of the whole face, or that far away from an isolated defect.
    Without kinetics the contact is an equipotential: the primary current.
    """

    current: float
    kinetics: Kinetics | None
    stress: Stress
    temperature: float

    @property
    def thermal(self) -> float:
        """RT/F, V."""
        return GAS * self.temperature / FARADAY

    def __post_init__(self) -> None:
        if not (np.isfinite(self.current) and self.current != 0):
            raise ModelError(f"the applied current density is {self.current:g} A/m^2", "give one other than zero")


@dataclass(frozen=True)
class DefectSystem:
    """Matrices and places of one mesh. `reduce` ties all nodes of the other electrode to one unknown."""

    cell: DefectCell
    load: Load
    basis: Any
    contact: Contact
    stiffness: Any
    source: np.ndarray
    reduce: Any
    layer: np.ndarray

    @property
    def conductance(self) -> float:
        """Scaled conductivity over conductivity, m/S."""
        return _to_scaled(self.cell, self.load)

    @property
    def scale(self) -> float:
        """The applied current without its sign, A/m^2."""
        return abs(self.load.current)

    def law(self, x: np.ndarray, y: np.ndarray) -> FaceLaw:
        """Return the law of the face at places (in radii)."""
        assert self.load.kinetics is not None
        edge = (x - 1 if self.cell.shape != "island" else 1 - x) * self.cell.radius
        return face_law(self.load.kinetics, self.load.stress, np.where(y > TOUCH, -1.0, np.maximum(edge, 0.0)))

    def scaled(self, law: FaceLaw, potential: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return current and slope of a law at scaled potentials."""
        assert self.load.kinetics is not None
        thermal = self.load.kinetics.thermal
        current, slope = law.current(potential * thermal)
        return current / self.scale, slope * thermal / self.scale


def system_on(cell: DefectCell, load: Load, mesh: Any, order: int) -> DefectSystem:
    """Return the system of a cell on a mesh of triangles, with elements of an order.

    The quadrature is exact for products of gradients, and for the distance from the axis.
    """
    from scipy.sparse import csr_matrix
    from skfem import Basis

    bent = curved(cell, mesh)
    basis = Basis(bent, element_of(order), intorder=QUADRATURE[order])
    _ensure_upright(basis)
    facets = bent.boundary_facets()
    middle = mesh.p[:, mesh.facets[:, facets]].mean(axis=1)
    sides = facets[_in_contact(cell, middle)]
    nodes = np.vstack([basis.nodal_dofs[0][mesh.facets[:, sides]], basis.facet_dofs[:, sides]])
    contact = contact_of(nodes, basis.doflocs, cell.axisymmetric)
    layer = np.searchsorted(_faces(cell)[:-1], mesh.p[1, mesh.t].mean(axis=0))
    conductivity = np.array([one.conductivity for one in cell.layers])[layer] * _to_scaled(cell, load)
    turn = np.asarray(basis.global_coordinates())[0] if cell.axisymmetric else np.ones(basis.dx.shape)
    stiffness = products_of_gradients(basis, turn * conductivity[:, None])
    tied = basis.get_dofs(facets[middle[1] > _faces(cell)[-1] - TOUCH]).all()
    place = np.empty(basis.N, int)
    free = np.setdiff1d(np.arange(basis.N), tied)
    place[free], place[tied] = np.arange(len(free)), len(free)
    reduce = csr_matrix((np.ones(basis.N), (np.arange(basis.N), place)))
    source = np.zeros(len(free) + 1)
    source[-1] = np.sign(load.current) * cell.face_area / cell.radius ** (2 if cell.axisymmetric else 1)
    return DefectSystem(cell, load, basis, contact, stiffness, source, reduce, layer)


def _ensure_upright(basis: Any) -> None:
    """Raise where the curved side of an element folds it."""
    turned = np.sign(basis.mapping.detDF(basis.X))
    if (turned != turned[:, :1]).any():
        raise ModelError("the surface of a defect folds elements of its mesh", "give a smaller first size of elements")


def _to_scaled(cell: DefectCell, load: Load) -> float:
    return load.thermal / (abs(load.current) * cell.radius)


def _faces(cell: DefectCell) -> np.ndarray:
    return np.asarray(np.cumsum([layer.thickness for layer in cell.layers]) / cell.radius)


def _in_contact(cell: DefectCell, middle: np.ndarray) -> np.ndarray:
    """Whether the middles of sides at the boundary of the mesh lie on the contact."""
    x, y = middle
    on_face = y < TOUCH
    match cell.shape:
        case "island":
            return np.asarray(on_face & (x < 1))
        case "bump":
            width, height = cell.half_width / cell.radius, _faces(cell)[-1]
            on_surface = (x > TOUCH) & (x < width - TOUCH) & (y < height - TOUCH)
            return np.asarray(on_face | on_surface)
    return np.asarray(on_face & (x > 1))

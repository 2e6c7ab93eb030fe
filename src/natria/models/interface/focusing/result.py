"""The current at a defect: profile along the contact, focusing factor, field."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi

import numpy as np

from .adapt import Found, nodal_means, search
from .elements import gradients_at_nodes, subtriangles
from .geometry import DefectCell
from .mesh import MeshSettings
from .newton import Solved
from .system import Load


@dataclass(frozen=True)
class ContactProfile:
    """Along the contact, from the axis outwards: places (m), current density (A/m^2), voltages (V).

    `distance` is the length of the contact from its inner end. `area` (m^2) and `through` (A) are what a node stands
    for: its part of the contact, and of the current; of one metre of depth, or of the whole turn. `potential` is that
    of the electrolyte over the metal. `overpotential` is that of the transfer alone, without film and shift, and nan
    for a primary current.
    """

    nodes: np.ndarray
    distance: np.ndarray
    x: np.ndarray
    y: np.ndarray
    current: np.ndarray
    potential: np.ndarray
    overpotential: np.ndarray
    area: np.ndarray
    through: np.ndarray


@dataclass(frozen=True)
class Electrolyte:
    """Potential (V, over the metal) and current density (A/m^2) at points (m), on flat triangles.

    `error` is the share of each triangle in the error of the focusing factor, relative to the factor.
    """

    points: np.ndarray
    triangles: np.ndarray
    potential: np.ndarray
    current: np.ndarray
    error: np.ndarray


@dataclass(frozen=True)
class Focusing:
    """The current at a defect.

    `factor` is the largest current density at the contact over the applied one; it has no bound (inf) for a primary
    current at an edge that leaves more than a right angle. `error` is its relative error.
    `lost_area` is the mean current density at the contact over the applied one: what the area alone makes of it, 1 for
    an isolated defect. `inner` is the current at the inner end of the contact, at the tip of a bump, over the applied.
    `balance` is the current through the contact over the applied one, less 1.
    """

    profile: ContactProfile
    electrolyte: Electrolyte
    factor: float
    place: tuple[float, float]
    error: float
    lost_area: float
    inner: float
    balance: float
    unknowns: int
    history: tuple[tuple[int, float, float], ...]


def focus(cell: DefectCell, load: Load, settings: MeshSettings) -> Focusing:
    """Return the current at a defect, with an estimated error of its largest value below the tolerance."""
    found = search(cell, load, settings)
    solved = found.solved
    profile = _profile(solved)
    sign = np.sign(load.current)
    at = int(np.argmax(profile.current * sign))
    is_singular = load.kinetics is None and cell.has_singular_edge
    return Focusing(
        profile,
        _electrolyte(found),
        inf if is_singular else float(profile.current[at] / load.current),
        (float(profile.x[at]), float(profile.y[at])),
        found.estimate.error,
        1.0 if cell.is_isolated else abs(float(solved.system.source[-1])) / solved.system.contact.area,
        float(profile.current[0] / load.current),
        solved.balance,
        len(solved.system.source),
        found.history,
    )


def _profile(solved: Solved) -> ContactProfile:
    system = solved.system
    own, radius, thermal = system.contact.own, system.cell.radius, system.load.thermal
    x, y = system.basis.doflocs[:, own]
    order = np.lexsort((x, -np.arctan2(y, x)))
    nodes, x, y = own[order], x[order], y[order]
    scaled = solved.potential[nodes]
    is_primary = system.load.kinetics is None
    overpotential = np.full(len(x), np.nan) if is_primary else system.law(x, y).overpotential(scaled * thermal)
    distance = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    unit = 2 * pi * radius**2 if system.cell.axisymmetric else radius  # of scaled areas, m^2
    return ContactProfile(
        nodes,
        distance * radius,
        x * radius,
        y * radius,
        solved.current[order] * system.scale,
        scaled * thermal,
        overpotential,
        system.contact.vector(np.ones_like(system.contact.x))[order] * unit,
        solved.through[order] * system.scale * unit,
    )


def _electrolyte(found: Found) -> Electrolyte:
    solved = found.solved
    system = solved.system
    basis = system.basis
    radius, thermal = system.cell.radius, system.load.thermal
    nodes = np.asarray(basis.element_dofs)
    gradient = nodal_means(system, gradients_at_nodes(basis, solved.potential)) * thermal / radius
    conductivity = np.array([layer.conductivity for layer in system.cell.layers])[system.layer]
    count = np.bincount(nodes.ravel(), minlength=basis.N)
    flux = [np.bincount(nodes.ravel(), (-conductivity * part.T).ravel(), basis.N) / count for part in gradient]
    parts = subtriangles(basis.elem.maxdeg)
    triangles = np.hstack([nodes[list(corners)] for corners in parts])
    return Electrolyte(
        (basis.doflocs * radius).T,
        triangles.T,
        solved.potential * thermal,
        np.array(flux).T,
        np.tile(found.estimate.shares, len(parts)) / len(parts),
    )

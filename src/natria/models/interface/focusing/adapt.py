"""The search for the focusing factor: solve, estimate its error, divide elements, repeat.

The error of the largest current is a(e, e') with the errors of the potential and of its dual (Becker and Rannacher,
Acta Numerica 10, 1 (2001)). Its bound  sum over elements of |e| |e'|  takes the difference of a gradient to its mean
at the nodes for its error (Zienkiewicz and Zhu, Int. J. Numer. Meth. Engng 24, 337 (1987)), within each layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....quantity import ModelError
from .elements import gradients_at_nodes
from .geometry import DefectCell
from .mesh import MeshSettings, first_mesh, refined
from .newton import Solved, dual, solve
from .system import DefectSystem, Load, system_on

MOST_ROUNDS = 60
PROFILE = 1e-2  # error of a resistance for an error of 1 of a profile next to a singular edge


@dataclass(frozen=True)
class FactorError:
    """Error of the largest current over that current, and what each element contributes to it."""

    error: float
    shares: np.ndarray


@dataclass(frozen=True)
class Found:
    """The last solution of a search with its estimate. `history`: unknowns, largest scaled current, error."""

    solved: Solved
    estimate: FactorError
    mesh: Any
    history: tuple[tuple[int, float, float], ...]


def search(cell: DefectCell, load: Load, settings: MeshSettings) -> Found:
    """Return the solution on a mesh whose error of the largest current is below the tolerance.

    A primary current without a bound at the edge has no largest one: there the error is that of the resistance that the
    defect adds to the cell, and a hundredth of the tolerance is asked for, so that the profile is as good.
    """
    mesh = first_mesh(cell, settings, change_length(cell, load))
    history: list[tuple[int, float, float]] = []
    for _ in range(MOST_ROUNDS):
        system = system_on(cell, load, mesh, settings.order)
        solved = solve(system)
        estimate = estimated(solved)
        history.append((len(system.source), float(solved.current[solved.at_most]), estimate.error))
        if estimate.error <= settings.tolerance * (PROFILE if load.kinetics is None and cell.has_singular_edge else 1):
            return Found(solved, estimate, mesh, tuple(history))
        if len(system.source) > settings.most_unknowns:
            break
        mesh = refined(cell, mesh, _worst(estimate.shares, settings.share))
    raise ModelError(
        f"the error of the focusing factor is {history[-1][2]:.2g} with {history[-1][0]} unknowns, "
        f"above the tolerance {settings.tolerance:g}",
        "give a larger tolerance, or allow more unknowns",
    )


def change_length(cell: DefectCell, load: Load) -> float:
    """Return conductivity times resistance of the face at the mean current (m); 0 for a primary one.

    The current at a contact changes over this length.
    """
    if load.kinetics is None:
        return 0.0
    mean = load.current * cell.face_area / cell.contact_area
    return cell.layers[0].conductivity * load.kinetics.resistance_at(mean)


def estimated(solved: Solved) -> FactorError:
    """Return the estimate of the error of the largest current, or of the resistance where there is none."""
    system = solved.system
    own = _gradient_errors(system, solved.potential)
    if system.load.kinetics is None and system.cell.has_singular_edge:
        shares = own**2 / _loss_of_defect(solved)
        return FactorError(float(shares.sum()), shares)
    influence, goal = dual(solved)
    shares = own * _gradient_errors(system, influence) / abs(goal)
    return FactorError(float(shares.sum()), shares)


def _loss_of_defect(solved: Solved) -> float:
    """Return the loss of power (scaled) in excess of that of even current through the layers."""
    system = solved.system
    loss = float(solved.potential @ (system.stiffness @ solved.potential))
    cell = system.cell
    even = sum(layer.thickness / (layer.conductivity * system.conductance) for layer in cell.layers) / cell.radius
    mean = float(system.source[-1])
    return loss - mean**2 * even / (cell.face_area / cell.radius ** (2 if cell.axisymmetric else 1))


def _worst(shares: np.ndarray, share: float) -> np.ndarray:
    """Return the fewest elements that contribute a share of the error."""
    order = np.argsort(shares)[::-1]
    count = int(np.searchsorted(np.cumsum(shares[order]), share * shares.sum())) + 1
    return np.asarray(order[:count])


def _gradient_errors(system: DefectSystem, values: np.ndarray) -> np.ndarray:
    """Return the energy norm, in each element, of a gradient less its mean at the nodes."""
    basis = system.basis
    at_nodes = gradients_at_nodes(basis, values)
    shapes = np.array([np.asarray(one[0])[0] for one in basis.basis])
    square = (((at_nodes - nodal_means(system, at_nodes)) @ shapes) ** 2).sum(axis=0)
    conductivity = np.array([one.conductivity for one in system.cell.layers])[system.layer]
    scale = conductivity * system.conductance
    x = np.asarray(basis.global_coordinates())[0] if system.cell.axisymmetric else 1.0
    return np.asarray(np.sqrt((square * x * basis.dx).sum(axis=1) * scale))


def nodal_means(system: DefectSystem, at_nodes: np.ndarray) -> np.ndarray:
    """Return the mean of a gradient at each element's nodes, over the elements of its layer there."""
    basis = system.basis
    nodes = basis.element_dofs.T
    key = (nodes + basis.N * system.layer[:, None]).ravel()
    weight = np.broadcast_to(basis.dx.sum(axis=1)[:, None], nodes.shape)
    total = np.bincount(key, weight.ravel())
    means = [(np.bincount(key, (part * weight).ravel())[key] / total[key]).reshape(nodes.shape) for part in at_nodes]
    return np.array(means)

"""Algebra of elastic tensors as 6 x 6 matrices (Voigt), in Pa.

Order 1 to 6: xx, yy, zz, yz, xz, xy. Strains have the engineering shears 2 e_yz, 2 e_xz, 2 e_xy, stresses do not.
J. F. Nye, Physical Properties of Crystals (1985), ch. VIII.
"""

from __future__ import annotations

import numpy as np

PAIRS = ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1))
ROWS, COLUMNS = np.array(PAIRS).T


def stress_vector(stress: np.ndarray) -> np.ndarray:
    """The six components of a symmetric 3 x 3 stress."""
    symmetric = (stress + stress.T) / 2
    return np.asarray(symmetric[ROWS, COLUMNS])


def stress_matrix(vector: np.ndarray) -> np.ndarray:
    """The 3 x 3 stress of six components."""
    matrix = np.zeros((3, 3))
    matrix[ROWS, COLUMNS] = matrix[COLUMNS, ROWS] = vector
    return matrix


def strain_vector(strain: np.ndarray) -> np.ndarray:
    """The six components of a symmetric 3 x 3 strain, shears doubled."""
    return np.asarray(stress_vector(strain) * np.array([1, 1, 1, 2, 2, 2]))


def strain_matrix(vector: np.ndarray) -> np.ndarray:
    """The 3 x 3 strain of six components with doubled shears."""
    return stress_matrix(np.asarray(vector) / np.array([1, 1, 1, 2, 2, 2]))


def from_voigt(matrix: np.ndarray) -> np.ndarray:
    """The stiffness tensor c_ijkl (3 x 3 x 3 x 3) of a 6 x 6 stiffness matrix."""
    full = np.zeros((3, 3, 3, 3))
    for row, (i, j) in enumerate(PAIRS):
        for column, (k, m) in enumerate(PAIRS):
            full[[i, i, j, j], [j, j, i, i], [k, m, k, m], [m, k, m, k]] = matrix[row, column]
    return full


def stress_rotation(rotation: np.ndarray) -> np.ndarray:
    """M (6 x 6) with s' = M s for the six components of R S R^T.

    W. L. Bond, Bell Syst. Tech. J. 22, 1 (1943).
    """
    columns = [stress_vector(rotation @ stress_matrix(unit) @ rotation.T) for unit in np.eye(6)]
    return np.array(columns).T


def rotated(stiffness: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """The stiffness matrix of the rotated crystal, C' = M C M^T."""
    bond = stress_rotation(rotation)
    return np.asarray(bond @ stiffness @ bond.T)


def invariant_basis(rotations: np.ndarray) -> np.ndarray:
    """An orthonormal basis (n, 6, 6) of the stiffness matrices that no rotation of a point group changes.

    The mean over the group projects the 21 independent matrices onto the invariant ones; n is 3 for a cubic crystal,
    5 for a hexagonal one, 9 for an orthorhombic one, 21 without symmetry.
    """
    units = []
    for row in range(6):
        for column in range(row, 6):
            unit = np.zeros((6, 6))
            unit[row, column] = unit[column, row] = 1.0 if row == column else np.sqrt(0.5)
            units.append(unit)
    bonds = [stress_rotation(rotation) for rotation in _distinct(rotations)]
    means = np.array([np.mean([bond @ unit @ bond.T for bond in bonds], axis=0).ravel() for unit in units])
    _, sizes, vectors = np.linalg.svd(means)
    return np.array(vectors[: int((sizes > 1e-6).sum())].reshape(-1, 6, 6))


def _distinct(rotations: np.ndarray) -> list[np.ndarray]:
    """Rotations without repetition; the inversion changes no tensor of even rank."""
    found: dict[tuple[int, ...], np.ndarray] = {}
    for one in rotations:
        proper = one if np.linalg.det(one) > 0 else -one
        found.setdefault(tuple(np.rint(proper * 1e6).astype(int).ravel()), proper)
    return list(found.values())


def symmetrised(stiffness: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """The nearest matrix in the span of an invariant basis."""
    flat = basis.reshape(len(basis), -1)
    return np.asarray((flat.T @ (flat @ stiffness.ravel())).reshape(6, 6))

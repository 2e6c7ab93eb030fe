"""The algebra of elastic tensors against closed forms and against the full tensor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.atoms.elastic import (
    averages,
    born_stable,
    choose_patterns,
    extremes,
    from_voigt,
    invariant_basis,
    rotated,
    stability_eigenvalues,
    young_modulus,
)
from natria.atoms.elastic.fit import fit_stiffness
from natria.atoms.elastic.tensors import strain_vector, stress_rotation, stress_vector
from natria.quantity import ModelError


def matrix(normal, shear):
    c = np.zeros((6, 6))
    c[:3, :3] = normal
    c[3:, 3:] = np.diag(shear)
    return c


def cubic(c11, c12, c44):
    return matrix(np.full((3, 3), c12) + np.eye(3) * (c11 - c12), [c44] * 3)


def hexagonal(c11, c12, c13, c33, c44):
    return matrix([[c11, c12, c13], [c12, c11, c13], [c13, c13, c33]], [c44, c44, (c11 - c12) / 2])


def axis_rotation(axis, angle):
    x, y, z = np.array(axis) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def group(*generators):
    """All products of some rotations."""
    found = [np.eye(3)]
    while True:
        more = [g @ f for g in generators for f in found]
        new = []
        for one in more:
            if not any(np.allclose(one, known) for known in [*found, *new]):
                new.append(one)
        if not new:
            return np.array(found)
        found += new


Z2, Y2 = axis_rotation([0, 0, 1], np.pi), axis_rotation([0, 1, 0], np.pi)
X2 = axis_rotation([1, 0, 0], np.pi)
Z3, Z4, Z6 = (axis_rotation([0, 0, 1], 2 * np.pi / n) for n in (3, 4, 6))
D3 = axis_rotation([1, 1, 1], 2 * np.pi / 3)
CLASSES = {  # generators, independent constants, fewest strains
    "triclinic": ((), 21, 6),
    "monoclinic": ((Y2,), 13, 4),
    "orthorhombic": ((Z2, Y2), 9, 3),
    "tetragonal 422": ((Z4, Y2), 6, 2),
    "tetragonal 4": ((Z4,), 7, 2),
    "trigonal 32": ((Z3, X2), 6, 2),
    "trigonal 3": ((Z3,), 7, 2),
    "hexagonal": ((Z6, X2), 5, 2),
    "cubic": ((Z4, D3), 3, 1),
}
COPPER = cubic(168.4e9, 121.4e9, 75.4e9)


@pytest.mark.parametrize("name", CLASSES)
def test_each_crystal_class_has_its_constants_and_few_strains_find_them(name):
    generators, constants, strains = CLASSES[name]
    rotations = group(*generators)
    basis = invariant_basis(rotations)
    assert len(basis) == constants
    patterns = choose_patterns(basis, rotations)
    assert len(patterns) == strains
    exact = np.einsum("n,nij->ij", np.arange(1, constants + 1), basis)
    vectors = np.array([strain_vector(p.matrix(1.0)) for p in patterns])
    fitted = fit_stiffness(vectors, vectors @ exact, basis)
    assert fitted.stiffness == pytest.approx(exact, abs=1e-9)
    for one in patterns:
        if one.turn is not None:  # the stress of the opposite strain is the turned one
            turned = stress_rotation(one.turn) @ exact @ one.vector
            assert turned == pytest.approx(-exact @ one.vector, abs=1e-9)


def test_averages_of_a_cubic_crystal_by_hand():
    c11, c12, c44 = 168.4e9, 121.4e9, 75.4e9
    found = averages(cubic(c11, c12, c44))
    assert found.bulk_voigt == pytest.approx((c11 + 2 * c12) / 3)
    assert found.bulk_reuss == pytest.approx((c11 + 2 * c12) / 3)
    voigt = (c11 - c12 + 3 * c44) / 5
    reuss = 5 * (c11 - c12) * c44 / (4 * c44 + 3 * (c11 - c12))
    assert found.shear_voigt == pytest.approx(voigt)
    assert found.shear_reuss == pytest.approx(reuss)
    zener = 2 * c44 / (c11 - c12)
    assert found.anisotropy == pytest.approx(6 / 5 * (np.sqrt(zener) - 1 / np.sqrt(zener)) ** 2)
    assert found.young == pytest.approx(2 * found.shear * (1 + found.poisson))


def test_averages_of_a_hexagonal_crystal_by_hand():
    c11, c12, c13, c33, c44 = 162.2e9, 91.8e9, 68.8e9, 180.5e9, 46.7e9  # titanium
    c66 = (c11 - c12) / 2
    m = c11 + c12 + 2 * c33 - 4 * c13
    square = (c11 + c12) * c33 - 2 * c13**2
    bulk = (2 * (c11 + c12) + 4 * c13 + c33) / 9
    found = averages(hexagonal(c11, c12, c13, c33, c44))
    assert found.bulk_voigt == pytest.approx(bulk)
    assert found.bulk_reuss == pytest.approx(square / m)
    assert found.shear_voigt == pytest.approx((m + 12 * c44 + 12 * c66) / 30)
    shear = 2.5 * square * c44 * c66 / (3 * bulk * c44 * c66 + square * (c44 + c66))
    assert found.shear_reuss == pytest.approx(shear)


def test_an_isotropic_body_has_no_anisotropy_and_one_young_modulus():
    found = averages(cubic(3.0, 1.0, 1.0))
    assert found.anisotropy == pytest.approx(0, abs=1e-12)
    assert found.pugh == pytest.approx(1 / (5 / 3))
    ends = extremes(cubic(3.0, 1.0, 1.0))
    assert ends.least == pytest.approx(found.young)
    assert ends.most == pytest.approx(found.young)


def test_copper_is_soft_along_its_edge_and_stiff_along_its_diagonal():
    s = np.linalg.inv(COPPER)
    ends = extremes(COPPER)
    assert ends.least == pytest.approx(1 / s[0, 0])
    assert ends.most == pytest.approx(1 / (s[0, 0] - 2 * (s[0, 0] - s[0, 1] - s[3, 3] / 2) / 3), rel=1e-10)
    assert np.sort(np.abs(ends.most_along)) == pytest.approx(np.full(3, 3**-0.5), abs=1e-4)
    assert young_modulus(COPPER, np.eye(3)) == pytest.approx(np.full(3, 1 / s[0, 0]))


def test_a_layered_crystal_has_its_soft_axis_across_the_layers():
    """Constants like those of sodium hydroxide: stiff along a and c, soft along the stacking axis b."""
    c = matrix([[80.0, 8.0, 20.0], [8.0, 30.0, 8.0], [20.0, 8.0, 82.0]], [9.0, 25.0, 9.0])
    along = young_modulus(c, np.eye(3))
    assert along[1] == pytest.approx(1 / np.linalg.inv(c)[1, 1])
    assert along[1] < 0.45 * min(along[0], along[2])
    assert extremes(c).least <= along[1]
    assert averages(c).anisotropy > 1


@pytest.mark.parametrize(
    ("stiffness", "stable"),
    [
        (COPPER, True),
        (cubic(1.0, 1.1, 1.0), False),  # C11 > C12
        (cubic(1.0, -0.6, 1.0), False),  # C11 + 2 C12 > 0
        (cubic(1.0, 0.5, -0.1), False),  # C44 > 0
        (hexagonal(160.0, 90.0, 150.0, 170.0, 46.0), False),  # 2 C13^2 < C33 (C11 + C12)
    ],
)
def test_born_stability(stiffness, stable):
    assert born_stable(stiffness) is stable


angles = st.floats(0, 2 * np.pi)
axes = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)
entries = st.lists(st.floats(-1, 1), min_size=36, max_size=36)


@settings(max_examples=30)
@given(entries, axes, angles)
def test_nothing_that_is_reported_depends_on_the_axes(values, axis, angle):
    root = np.array(values).reshape(6, 6)
    c = root @ root.T + 0.5 * np.eye(6)
    rotation = axis_rotation(axis, angle)
    turned = rotated(c, rotation)
    full = np.einsum("ai,bj,ck,dl,ijkl->abcd", *[rotation] * 4, from_voigt(c))
    assert from_voigt(turned) == pytest.approx(full, abs=1e-9)
    one, other = averages(c), averages(turned)
    assert [one.bulk_voigt, one.bulk_reuss, one.shear_voigt, one.shear_reuss] == pytest.approx(
        [other.bulk_voigt, other.bulk_reuss, other.shear_voigt, other.shear_reuss]
    )
    assert stability_eigenvalues(turned) == pytest.approx(stability_eigenvalues(c), abs=1e-8)
    directions = np.array([[1, 0, 0], [1, 2, 3.0]])
    assert young_modulus(turned, directions @ rotation.T) == pytest.approx(young_modulus(c, directions))


@settings(max_examples=30)
@given(entries, axes, angles)
def test_the_work_of_a_strain_does_not_depend_on_the_axes(values, axis, angle):
    root = np.array(values).reshape(6, 6)
    c, rotation = root @ root.T, axis_rotation(axis, angle)
    strain = np.array([[0.3, 0.1, -0.2], [0.1, -0.4, 0.5], [-0.2, 0.5, 0.2]])
    turned = rotation @ strain @ rotation.T
    one, other = (strain_vector(e) for e in (strain, turned))
    assert other @ rotated(c, rotation) @ other == pytest.approx(one @ c @ one, abs=1e-9)
    stress = np.array([[1.0, 2, 3], [2, 4, 5], [3, 5, 6]])
    assert stress_rotation(rotation) @ stress_vector(stress) == pytest.approx(
        stress_vector(rotation @ stress @ rotation.T), abs=1e-9
    )


def test_what_the_symmetry_does_not_explain_is_a_misfit():
    basis = invariant_basis(group(Z4, D3))
    strains = np.eye(6)
    broken = COPPER.copy()
    broken[0, 0] *= 1.1
    assert fit_stiffness(strains, strains @ COPPER, basis).misfit == pytest.approx(0, abs=1e-12)
    found = fit_stiffness(strains, strains @ broken, basis)
    assert found.misfit > 0.02
    assert found.std[0, 0] > 1e9


def test_extremes_of_an_unstable_tensor_are_refused():
    """Its compliance has poles: the search for the largest modulus would never end."""
    for soft in (-1e9, 0.0):
        with pytest.raises(ModelError):
            extremes(np.diag([1e11] * 5 + [soft]))
    with pytest.raises(ModelError):  # C12 > C11, positive on its diagonal
        extremes(
            np.block(
                [[np.full((3, 3), 1.2e11) - 2e10 * np.eye(3), np.zeros((3, 3))], [np.zeros((3, 3)), 5e10 * np.eye(3)]]
            )
        )
